namespace StaticBranch.Tool.Driver;

/// <summary>What the driver does to the assembly, in the order of the request. Types are named as reflection names them, generic arguments included.</summary>
public enum Step
{
    /// <summary>Runs a type's class constructor: <c>Initialize ⇥ type</c>.</summary>
    Initialize,

    /// <summary>Answers with the value of a static field or property: <c>Read ⇥ type ⇥ member</c>.</summary>
    Read,

    /// <summary>Has every overload of a method compiled: <c>Prepare ⇥ type ⇥ method ⇥ generic arguments of the method</c>.</summary>
    Prepare,

    /// <summary>The same for a method that is of interest only if it can be compiled.</summary>
    TryPrepare,

    /// <summary>Calls a static method without parameters until the code that it calls has reached tier 1: <c>Call ⇥ type ⇥ method</c>.</summary>
    Call,
}
