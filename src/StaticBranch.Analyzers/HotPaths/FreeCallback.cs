using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises what a counted object does when its last reference is gone: the override that the release of its base calls.</summary>
static class FreeCallback
{
    public static bool Is(ISymbol member, Bodies bodies)
    {
        if (member is not IMethodSymbol { OverriddenMethod: { } callback }) return false;
        while (callback.OverriddenMethod is { } further) callback = further;
        foreach (var sibling in callback.ContainingType.GetMembers())
            if (sibling is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsAbstract: false } release && bodies.Of(release) is { } body && DropsReference(body) && CallsInArm(body, callback)) return true;
        return false;
    }

    static bool DropsReference(IOperation body)
    {
        foreach (var operation in body.Descendants())
            if (CountStep.Of(operation) is { IsDown: true } step && (operation is IInvocationOperation || MemberNames.SaysReferenceCount(step.Counter.Name))) return true;
        return false;
    }

    static bool CallsInArm(IOperation body, IMethodSymbol callback)
    {
        foreach (var operation in body.Descendants())
            if (operation is IConditionalOperation choice)
                foreach (var arm in (IOperation?[])[choice.WhenTrue, choice.WhenFalse])
                    if (arm?.DescendantsAndSelf().Any(call => call is IInvocationOperation { TargetMethod: var called } && SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, callback.OriginalDefinition)) == true) return true;
        return false;
    }
}
