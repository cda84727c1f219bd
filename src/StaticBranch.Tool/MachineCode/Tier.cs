namespace StaticBranch.Tool.MachineCode;

/// <summary>How hard the compiler tried. Only <see cref="Tier1"/>, <see cref="FullOpts"/> and <see cref="Aot"/> are what a hot method ends up with.</summary>
enum Tier
{
    MinOpts,
    Tier0,
    InstrumentedTier0,
    InstrumentedTier1,

    /// <summary>Optimised from within a loop on: the rest of one call, not the method.</summary>
    Tier1Osr,

    Tier1,
    FullOpts,

    /// <summary>Compiled by NativeAOT.</summary>
    Aot,
}
