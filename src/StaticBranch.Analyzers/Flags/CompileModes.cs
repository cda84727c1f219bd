namespace StaticBranch.Flags;

/// <summary>The ways from IL to machine code, the commonest first.</summary>
[Flags]
enum CompileModes
{
    None = 0,

    /// <summary>The JIT at tier-1, after the flag's class was initialised.</summary>
    Jit = 1,
    NativeAot = 2,

    /// <summary>ILLink, which removes the guarded code from the assembly before anything compiles it.</summary>
    ILLink = 4,

    /// <summary>ReadyToRun code before the JIT replaced it.</summary>
    ReadyToRun = 8,

    /// <summary>The JIT at the first call: tiering is off, or the method is <c>AggressiveOptimization</c>.</summary>
    Untiered = 16,

    All = Jit | NativeAot | ILLink | ReadyToRun | Untiered,
}
