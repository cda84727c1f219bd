using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flags;

/// <summary>A member that says of itself that it is a flag.</summary>
/// <param name="Attribute">Its <c>[FeatureSwitchDefinition]</c>.</param>
/// <param name="Value">The operation that the value comes from: initialiser or body.</param>
/// <param name="Target">The modes in which it must fold.</param>
sealed record DeclaredFlag(ISymbol Symbol, Folding Folding, AttributeData? Attribute, IOperation? Value, CompileModes Target, BuildProperties Project)
{
    public string? SwitchName => Attribute?.ConstructorArguments is [{ Value: string name }] ? name : null;

    /// <summary>The call that reads a switch from the runtime's configuration.</summary>
    public IInvocationOperation? Query { get; } = Value?.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(IsQuery);

    /// <summary>The name of the switch that is read.</summary>
    public string? QueriedName => Query?.Arguments is [{ Value.ConstantValue.Value: string name }, ..] ? name : null;

    /// <summary>Whether the switch is read each time the flag is, and not once.</summary>
    public bool IsQueriedEachTime => Query is not null && Symbol is IPropertySymbol property && property.BackingField() is null;

    static bool IsQuery(IInvocationOperation call) => call.TargetMethod is { Name: "TryGetSwitch", ContainingType: { Name: "AppContext", ContainingNamespace.Name: "System" } };
}
