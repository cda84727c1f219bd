using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StaticBranch.Flow;

namespace StaticBranch;

/// <summary>What is wrong with one leaf condition in a paid region.</summary>
/// <param name="Subject">The member, parameter or local that is tested.</param>
/// <param name="SpecialWhen">The outcome that few need.</param>
/// <param name="Flag">The flag that the leaf is, or that comes too late for it.</param>
/// <param name="Others">Further leaves of the same statement that test the same subject.</param>
sealed record Finding(Leaf Leaf, SpecialKind Kind, ISymbol Subject, bool SpecialWhen, FlagTest? Flag, ImmutableArray<Location> Others)
{
    /// <summary>For how much one outcome holds, which decides the way out.</summary>
    public Scope Scope => Kind switch
    {
        SpecialKind.Object => Scope.Object,
        SpecialKind.Mode => Scope.Call,
        SpecialKind.InstanceOption => Scope.Instance,
        SpecialKind.Callback when !Subject.IsStatic => Scope.Instance,
        _ => Scope.Process,
    };
}

/// <summary>What a special case asks; one rule speaks for each.</summary>
enum SpecialKind
{
    Object,
    ProcessOption,
    InstanceOption,
    Callback,
    Diagnostics,
    Mode,
    LateFlag,
}

/// <summary>For how much one outcome of a condition holds.</summary>
enum Scope
{
    Process,
    Instance,
    Object,
    Call,
}
