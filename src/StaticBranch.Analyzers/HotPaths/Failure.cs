using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the condition with which a completion asks whether what it completes has failed: few come by there, and nobody expects them to be fast.</summary>
static class Failure
{
    /// <summary>The outcome that means a failure; null where the condition asks something else.</summary>
    public static bool? RareOutcome(IOperation condition, LocalValues values) =>
        EqualityTest.Of(condition, values) is { } test && (test.IsNullTest ? IsException(test.Value, values) : test.Constant is 0 or 0u or 0L && IsErrorCode(values.Origin(test.Value))) ? !test.EqualWhen : null;

    static bool IsException(IOperation value, LocalValues values)
    {
        for (var type = values.Origin(value).Type; type is not null; type = type.BaseType)
            if (type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }) return true;
        return false;
    }

    static bool IsErrorCode(IOperation value) => Referenced.By(value) is { Name: var name } && SaysError(name);

    static bool SaysError(string name) => name.EndsWith("error", StringComparison.OrdinalIgnoreCase) || name.EndsWith("errorCode", StringComparison.OrdinalIgnoreCase);
}
