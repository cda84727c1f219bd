using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises a listener of any house by what hangs on its answer: whoever is asked whether he is enabled is then told, in words.</summary>
static class Telling
{
    /// <param name="listener">What is asked.</param>
    public static bool Follows(ISymbol question, IOperation? listener, Leaf leaf, HotBody body)
    {
        if (!question.Name.EndsWith("Enabled", StringComparison.Ordinal) || Referenced.By(listener) is not { } asked) return false;
        foreach (var operation in body.Values.Written)
            if (operation is IConditionalOperation { WhenTrue: var arm } choice && choice.Condition.Syntax.Span.Contains(leaf.Syntax.Span) && arm.Descendants().Any(told => Tells(told, asked))) return true;
        return false;
    }

    static bool Tells(IOperation operation, ISymbol listener) => operation is IInvocationOperation { TargetMethod.ReturnsVoid: true, Instance: var instance } call
        && SymbolEqualityComparer.Default.Equals(Referenced.By(instance), listener) && call.Arguments.Any(argument => IsComposed(argument.Value));

    // A plug-in is given names, a log is given sentences.
    static bool IsComposed(IOperation text) => text switch
    {
        IConversionOperation conversion => IsComposed(conversion.Operand),
        IInterpolatedStringOperation or IInterpolatedStringHandlerCreationOperation => true,
        IBinaryOperation { Type.SpecialType: SpecialType.System_String, ConstantValue.HasValue: false } => true,
        _ => false,
    };
}
