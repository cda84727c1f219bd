namespace StaticBranch.Tool.MachineCode;

/// <summary>How a method is brought to its final code.</summary>
enum Recipe
{
    /// <summary>
    /// Class constructors first, then each method is compiled once, optimised, without being called: nothing of the user's code runs but the named class constructors.
    /// What depends on calls is not seen: profile-guided layout, and a flag whose class is never initialised because its test comes last.
    /// </summary>
    Prepared,

    /// <summary>A workload is called until tier 1 is reached, as in production.</summary>
    Called,
}
