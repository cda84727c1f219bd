using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flags;

/// <summary>Whether values are constants of the machine code. One for each compilation; thread-safe. The oracle tests compare each verdict with the machine code.</summary>
sealed class FlagFolding
{
    readonly ConcurrentDictionary<ISymbol, Folding> known = new(SymbolEqualityComparer.Default);
    readonly FoldingVisitor visitor;

    /// <param name="trimmedSwitches">The switches that the linker is given; null where nobody tells, and each may be.</param>
    public FlagFolding(Bodies bodies, IReadOnlyCollection<string>? trimmedSwitches = null) => visitor = new FoldingVisitor(this, bodies, trimmedSwitches);

    /// <summary>Whether the whole of a value folds, whatever position its flags are in.</summary>
    /// <param name="values">The locals and captures of the graph that the value belongs to.</param>
    public Folding Of(IOperation value, LocalValues? values = null) => visitor.Within(values).Visit(value, frame: null);

    /// <summary>Whether reading a field, a property or a method without parameters folds.</summary>
    public Folding Of(ISymbol flag) => known.GetOrAdd(flag, visitor.Read);

    /// <summary>Whether a value is a read of something that the whole process has one of: a static member, an intrinsic, a member of a struct type argument.</summary>
    public bool IsFlag(IOperation value, [NotNullWhen(true)] out ISymbol? flag)
    {
        flag = value switch
        {
            IConversionOperation { OperatorMethod: null, Operand: var operand } => IsFlag(operand, out var converted) ? converted : null,
            IParenthesizedOperation { Operand: var operand } => IsFlag(operand, out var inner) ? inner : null,
            IMemberReferenceOperation { Instance: null, Member: var member and not IMethodSymbol } => member,
            IMemberReferenceOperation { Instance: { } instance, Member: var member and (IFieldSymbol or IPropertySymbol { IsIndexer: false }) } when IsOption(value.Type) && IsFlag(instance, out _) => member,
            IInvocationOperation { Instance: { } instance, TargetMethod.MethodKind: MethodKind.DelegateInvoke } when IsFlag(instance, out var invoked) => invoked,
            IInvocationOperation { Instance: null, Arguments.IsEmpty: true, TargetMethod: var method } when IsFlagMethod(method) => method,
            IInvocationOperation { Instance: null, TargetMethod: { Name: "TryGetSwitch", ContainingType: { Name: "AppContext", ContainingNamespace.Name: "System" } } method } => method,
            _ => null,
        };
        return flag is not null && !IsPerThread(flag);
    }

    // A method may do anything, so it is a flag only if it says nothing but what flags say.
    bool IsFlagMethod(IMethodSymbol method) => !method.ReturnsVoid && (Of(method).Folds != CompileModes.None || (visitor.ReturnedBy(method) is { } value && value is not IInvocationOperation && IsFlag(value, out _)));

    static bool IsOption(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum }
        || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } && IsOption(value));

    internal static bool IsPerThread(ISymbol flag) =>
        flag is IFieldSymbol && flag.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "ThreadStaticAttribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
}
