using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises what a counted object does when its last reference is gone: the override that the release of a base calls, or another such override.</summary>
static class FreeCallback
{
    public static bool Is(ISymbol member, Bodies bodies)
    {
        if (member is not IMethodSymbol { IsOverride: true } callback) return false;
        var slot = Slot(callback);
        for (var type = callback.ContainingType.BaseType; type is not null; type = type.BaseType)
            foreach (var sibling in type.GetMembers())
                if (sibling is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsAbstract: false } release && Frees(release, slot, bodies)) return true;
        return false;
    }

    static bool Frees(IMethodSymbol release, IMethodSymbol callback, Bodies bodies) =>
        bodies.Of(release) is { } body && Calls(body, callback) && (CallsInArm(body, callback) && DropsReference(body, bodies) || Is(release, bodies));

    // What is called may be declared in the framework, and overridden more than once.
    static IMethodSymbol Slot(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } further) method = further;
        return method.OriginalDefinition;
    }

    static bool DropsReference(IOperation body, Bodies bodies)
    {
        var steps = new CountShape(bodies);
        foreach (var operation in body.Descendants())
            if (steps.StepOf(operation) is { IsDown: true } step && (operation is IInvocationOperation || step.CountsReferences)) return true;
        return false;
    }

    static bool CallsInArm(IOperation body, IMethodSymbol callback)
    {
        foreach (var operation in body.Descendants())
            if (operation is IConditionalOperation choice)
                foreach (var arm in (IOperation?[])[choice.WhenTrue, choice.WhenFalse])
                    if (arm is not null && Calls(arm, callback)) return true;
        return false;
    }

    static bool Calls(IOperation part, IMethodSymbol callback) =>
        part.DescendantsAndSelf().Any(call => call is IInvocationOperation { TargetMethod: var called } && SymbolEqualityComparer.Default.Equals(Slot(called), callback));
}
