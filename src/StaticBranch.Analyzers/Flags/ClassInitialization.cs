using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flags;

/// <summary>What must have run before the statics of a class have their values.</summary>
sealed class ClassInitialization(Bodies bodies)
{
    /// <summary>Nothing: every static has the value that memory starts with, and an optimising compiler writes no static constructor.</summary>
    public bool IsNone(INamedTypeSymbol type) => IsInSource(type) && !HasStaticConstructor(type) && Initializers(type).All(IsZero);

    /// <summary>Only code that ILC can run at build time; one initialiser that it cannot run spoils all statics of the class.</summary>
    public bool RunsAtBuildTime(INamedTypeSymbol type) => RunsAtBuildTime(type, nested: 3);

    bool RunsAtBuildTime(INamedTypeSymbol type, int nested) =>
        nested > 0 && IsInSource(type) && !HasStaticConstructor(type) && Initializers(type).All(value => Runs(value, nested));

    static bool IsInSource(INamedTypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty;
    public static bool HasStaticConstructor(INamedTypeSymbol type) => type.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared);

    IEnumerable<IOperation> Initializers(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is { IsStatic: true } and (IFieldSymbol { IsConst: false } or IPropertySymbol) && bodies.InitializerOf(member) is { } value) yield return Value(value);
        }
    }

    static IOperation Value(IOperation initializer) => initializer is ISymbolInitializerOperation { Value: var value } ? value : initializer;

    static bool IsZero(IOperation value) => value switch
    {
        IDefaultValueOperation => true,
        IConversionOperation { OperatorMethod: null, Operand: var operand } when !value.ConstantValue.HasValue => IsZero(operand),
        { ConstantValue: { HasValue: true, Value: var constant } } => constant is null or false or '\0' or 0 or 0u or 0L or 0UL or 0f or 0d or (byte)0 or (sbyte)0 or (short)0 or (ushort)0,
        _ => false,
    };

    bool Runs(IOperation value, int nested) => value.ConstantValue.HasValue || value switch
    {
        IDefaultValueOperation or IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.IsStatic: true } or IMethodReferenceOperation { Instance: null } } => true,
        IConversionOperation { OperatorMethod: null } or IUnaryOperation { OperatorMethod: null } or IBinaryOperation { OperatorMethod: null }
            or IConditionalOperation or ITupleOperation or IArrayCreationOperation or IArrayInitializerOperation => value.ChildOperations.All(part => Runs(part, nested)),
        IObjectCreationOperation { Constructor.IsImplicitlyDeclared: true, Initializer: null } created => RunsWhenConstructed(created.Constructor.ContainingType, nested),
        IFieldReferenceOperation { Instance: null, Field: { IsReadOnly: true } field } => RunsAtBuildTime(field.ContainingType, nested - 1),
        IInvocationOperation { Instance: null } call => call.Arguments.All(argument => Runs(argument.Value, nested)) && bodies.Of(call.TargetMethod) is { } body && IsSelfContained(body),
        _ => false,
    };

    bool RunsWhenConstructed(INamedTypeSymbol type, int nested) =>
        IsInSource(type) && type.GetMembers().All(member => member.IsStatic || bodies.InitializerOf(member) is not { } value || Runs(Value(value), nested));

    static bool IsSelfContained(IOperation body) => body.Descendants().All(part => part is not (IInvocationOperation or IMemberReferenceOperation or IObjectCreationOperation or IThrowOperation or ITryOperation));
}
