using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

/// <summary>Speaks of a switch that the linker and NativeAOT do not know as one.</summary>
sealed class FeatureSwitchMustBeTrimmable() : FlagRule(Descriptors.Create("SB2005", DiagnosticSeverity.Warning,
    title: "Feature switch must be trimmable",
    message: "The project is trimmed or compiled ahead of time, but {1}, so the code behind '{0}' stays in the binary and is tested for",
    description: "The linker and NativeAOT cannot run the initialiser of a switch. They replace it by its value if it carries FeatureSwitchDefinition, and if the host option of that name is marked Trim."))
{
    public override object[]? Report(DeclaredFlag flag) => ObstacleOf(flag) is { } obstacle ? [obstacle] : null;

    public static bool SpeaksOf(DeclaredFlag flag) => ObstacleOf(flag) is not null;

    static string? ObstacleOf(DeclaredFlag flag) => flag switch
    {
        { Project.IsTrimmed: false } => null,
        { Attribute: null, QueriedName: { } name } => $"nothing tells the linker that the flag is the switch '{name}'",
        { SwitchName: { } name, QueriedName: { } queried } when name != queried => $"the attribute names the switch '{name}' and the code reads '{queried}'",
        { SwitchName: { } name, Project.TrimmedSwitches: { } trimmed } when !trimmed.Contains(name) => $"the switch '{name}' has no host option with Trim=\"true\"",
        _ => null,
    };
}
