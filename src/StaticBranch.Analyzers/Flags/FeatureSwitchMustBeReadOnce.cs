using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

/// <summary>Speaks of a flag that asks the runtime's configuration in its getter.</summary>
sealed class FeatureSwitchMustBeReadOnce() : FlagRule(Descriptors.Create("SB2004", DiagnosticSeverity.Warning,
    title: "Feature switch must be read once",
    message: "'{0}' asks AppContext for '{1}' on each call, inlined into every method that it guards; read it once, in the initialiser of a get-only property",
    description: "A switch cannot change once it was read, yet the getter that the documentation shows looks it up in a dictionary each time. Only the linker turns it into a constant; under the JIT it costs more than the branch that it was to hide."))
{
    public override object[]? Report(DeclaredFlag flag) => flag.IsQueriedEachTime ? [flag.QueriedName ?? "its switch"] : null;
}
