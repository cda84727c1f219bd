using Microsoft.CodeAnalysis;
using StaticBranch.Flow;

namespace StaticBranch.SpecialCases;

/// <summary>What a condition that only process-wide state decides is, if that state does not fold.</summary>
static class OptionSubject
{
    /// <summary>An option, a hook, or null for state that is none: counters, caches, tables.</summary>
    public static SpecialKind? Of(FlagTest test) => TypeOf(test.Flag) switch
    {
        { TypeKind: TypeKind.Delegate } => SpecialKind.Callback,
        { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum } => SpecialKind.ProcessOption,
        { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => SpecialKind.ProcessOption,
        _ => null,
    };

    static ITypeSymbol? TypeOf(ISymbol flag) => flag switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IEventSymbol hook => hook.Type,
        IMethodSymbol method => method.ReturnType,
        _ => null,
    };
}
