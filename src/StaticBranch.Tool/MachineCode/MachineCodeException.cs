namespace StaticBranch.Tool.MachineCode;

/// <summary>No verdict is possible: there is no machine code, or not the code that a verdict needs. The message says what was seen instead.</summary>
sealed class MachineCodeException(string message) : Exception(message);
