using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>What happens when a counter reaches zero, told from the names of what is called there.</summary>
readonly record struct ZeroArm(bool TearsDown, bool Signals)
{
    public static ZeroArm Of(IOperation step)
    {
        for (var operation = step; operation.Parent is { } parent; operation = parent)
        {
            if (parent is not IConditionalOperation conditional || conditional.Condition != operation) continue;
            bool taken = !Leaves(conditional.WhenTrue);
            return taken ? Read(conditional.WhenTrue) : ReadAfter(conditional);
        }
        return default;
    }

    // if (Decrement(ref count) != 0) return; what follows is the arm then.
    static bool Leaves(IOperation? arm) => arm is IReturnOperation or IBlockOperation { Operations: [IReturnOperation] };

    static ZeroArm ReadAfter(IConditionalOperation conditional)
    {
        if (conditional.WhenFalse is { } otherwise) return Read(otherwise);
        if (conditional.Parent is not IBlockOperation block) return default;
        var arm = new ZeroArm();
        foreach (var statement in block.Operations)
            if (statement.Syntax.SpanStart > conditional.Syntax.SpanStart) arm = arm.Or(Read(statement));
        return arm;
    }

    static ZeroArm Read(IOperation arm)
    {
        var read = new ZeroArm();
        foreach (var operation in arm.DescendantsAndSelf())
            if (operation is IInvocationOperation { TargetMethod: { Name: var name, ContainingType: { } type } })
                read = read.Or(MemberNames.SaysLock(type.Name) ? new(TearsDown: false, Signals: true) : new(MemberNames.SaysTeardown(name), MemberNames.SaysSignal(name)));
        // What frees the object may also wake somebody.
        return read with { Signals = read.Signals && !read.TearsDown };
    }

    ZeroArm Or(ZeroArm other) => new(TearsDown || other.TearsDown, Signals || other.Signals);
}
