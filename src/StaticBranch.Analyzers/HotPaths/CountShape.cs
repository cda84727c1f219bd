using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the bodies that take or drop a reference by what they do to a counter.</summary>
sealed class CountShape(Bodies bodies)
{
    /// <summary>The role that the body's counter gives the member, with the step as evidence; null where it counts something else, or nothing.</summary>
    public HotMember? Of(IMethodSymbol method, IOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            if (StepOf(operation) is not { } step) continue;
            // Where only a name speaks for the step, it must be what the member is there for.
            if (step.IsByNameOnly && !HandsOver(operation, method)) continue;
            if (step.IsDown ? IsRelease(method, step, operation, body) : IsAcquire(method, step, body)) return Member(method, step, operation);
        }
        return null;
    }

    static HotMember Member(IMethodSymbol method, CountStep step, IOperation operation)
    {
        string counter = step.IsByNameOnly ? $"with '{step.Counter.Name}'" : $"of '{step.Counter.Name}'";
        return step.IsDown
            ? new(method, Role.Release, $"drops a reference {counter}", operation.Syntax.GetLocation())
            : new(method, Role.Acquire, $"takes a reference {counter}", operation.Syntax.GetLocation());
    }

    /// <summary>The step of a shared counter that an operation is, by itself or in a helper that it calls.</summary>
    // put_page_testzero is a step too: one level of helpers is followed.
    public CountStep? StepOf(IOperation operation)
    {
        if (CountStep.Of(operation) is { } step) return IsShared(operation, step) ? step : null;
        if (operation is not IInvocationOperation { TargetMethod: var callee }) return null;
        if (callee is { IsVirtual: false, IsAbstract: false } && MayStep(callee) && bodies.Of(callee) is { } body)
            foreach (var inner in body.Descendants())
                if (CountStep.Of(inner) is { } hidden && IsShared(inner, hidden)) return hidden;
        // Who overrides it decides what is counted where; that it counts, the name says.
        return MemberNames.SaysReferenceStep(callee.Name) is { } isDown ? new(callee, isDown, IsRetried: false) : null;
    }

    // Reading a body is dear, and a helper that steps a count says so.
    static bool MayStep(IMethodSymbol callee) => MemberNames.SaysRelease(callee.Name) || MemberNames.SaysAcquire(callee.Name) || MemberNames.SaysReferenceCount(callee.ContainingType?.Name ?? "")
        || callee.Name.IndexOf("Ref", StringComparison.Ordinal) >= 0 || callee.Name.IndexOf("Put", StringComparison.Ordinal) >= 0;

    // A plain x-- counts references only where the field says so; an atomic one may, wherever it is.
    static bool IsShared(IOperation operation, CountStep step) => operation is IInvocationOperation || operation is IIncrementOrDecrementOperation && step.CountsReferences;

    static bool IsRelease(IMethodSymbol method, CountStep step, IOperation operation, IOperation body)
    {
        if (!(IsTested(operation) || HandsOver(operation, method) || step.CountsReferences && IsReadAfter(step.Counter, operation, body)) || Teardown.Ahead(operation, body)) return false;
        var arm = ZeroArm.Of(operation);
        if (arm.Signals) return false;
        return step.CountsReferences || (MemberNames.SaysRelease(method.Name) && !MemberNames.SaysCountdown(method.Name) || arm.TearsDown && IsPaired(step)) && !Increments(step, body);
    }

    // A constructor sets its first reference up, and so does who constructs what he returns: it takes none.
    static bool IsAcquire(IMethodSymbol method, CountStep step, IOperation body) =>
        method.MethodKind is not (MethodKind.Constructor or MethodKind.StaticConstructor) && step.CountsReferences && !Constructs(method, body);

    static bool Constructs(IMethodSymbol method, IOperation body) => method.ReturnType is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } given
        && body.Descendants().Any(operation => operation is IObjectCreationOperation { Type: { } made } && SymbolEqualityComparer.Default.Equals(made, given));

    // What a member adds and takes away again counts what is under way, and nobody's references.
    static bool Increments(CountStep step, IOperation body) =>
        body.Descendants().Any(operation => CountStep.Of(operation) is { IsDown: false, Counter: var counter } && SymbolEqualityComparer.Default.Equals(counter, step.Counter));

    static bool IsTested(IOperation step)
    {
        var use = step.Parent;
        while (use is IConversionOperation or IParenthesizedOperation or IBinaryOperation or IArgumentOperation or IConditionalAccessOperation) use = use.Parent;
        return use is not (null or IExpressionStatementOperation);
    }

    // DecRef(file) that calls DecRef() of what it finds leaves the test to it, and so does PutLock() that calls Put(). Dispose() does so once.
    static bool HandsOver(IOperation step, IMethodSymbol method) =>
        !method.Name.StartsWith("Dispose", StringComparison.Ordinal) && step is IInvocationOperation { TargetMethod: { ReturnsVoid: true, Name: var name } } call && (name == method.Name || call.Instance is IInstanceReferenceOperation && call.Parent is IExpressionStatementOperation { Parent: IBlockOperation { Parent: IMethodBodyOperation } });

    /// <summary>Whether the body drops the count ahead of an operation: what reads the count then asks whether that was the last reference.</summary>
    public bool DropsAhead(IEnumerable<IOperation> body, SyntaxNode operation)
    {
        foreach (var candidate in body)
            if (candidate.Syntax.SpanStart < operation.SpanStart && StepOf(candidate) is { IsDown: true, CountsReferences: true }) return true;
        return false;
    }

    static bool IsReadAfter(ISymbol counter, IOperation step, IOperation body)
    {
        foreach (var operation in body.Descendants())
            if (operation is IBinaryOperation comparison && comparison.Syntax.SpanStart > step.Syntax.SpanStart && (Reads(comparison.LeftOperand) || Reads(comparison.RightOperand))) return true;
        return false;

        bool Reads(IOperation operand) => SymbolEqualityComparer.Default.Equals(CountStep.CounterOf(operand), counter);
    }

    static bool IsPaired(CountStep step)
    {
        if (step.Counter.ContainingType is not { } type) return false;
        foreach (var declaration in type.DeclaringSyntaxReferences)
            if (declaration.GetSyntax().ToString() is var text && text.IndexOf("Increment(ref " + step.Counter.Name, StringComparison.Ordinal) >= 0) return true;
        return false;
    }
}
