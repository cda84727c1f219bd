using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flow;

namespace StaticBranch.SpecialCases;

/// <summary>What a condition that only process-wide state decides is, if that state does not fold.</summary>
static class OptionSubject
{
    /// <summary>An option, a hook, a listener, or null for state that is none: counters, caches, tables.</summary>
    public static SpecialKind? Of(FlagTest test, Bodies bodies) => ProcessState.Is(test.Flag, bodies) ? null : DiagnosticQueries.Contains(test.Flag) ? SpecialKind.Diagnostics : TypeOf(test.Flag) switch
    {
        // What a delegate answers is an option, whether there is one is not.
        { TypeKind: TypeKind.Delegate } when test.Operation is IInvocationOperation => SpecialKind.ProcessOption,
        { TypeKind: TypeKind.Delegate } => SpecialKind.Callback,
        { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum } => SpecialKind.ProcessOption,
        { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => SpecialKind.ProcessOption,
        // A number is state, unless it stands among options.
        _ when test.Flag.ContainingType is { Name: var holder } && SpecialNames.HoldsOptions(holder) => SpecialKind.ProcessOption,
        _ => null,
    };

    /// <summary>Whether a value of the type is an option that was not read yet, or its answer.</summary>
    public static bool IsCache(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [{ SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum }] };

    static ITypeSymbol? TypeOf(ISymbol flag) => flag switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IEventSymbol hook => hook.Type,
        IMethodSymbol method => method.ReturnType,
        _ => null,
    };
}
