namespace StaticBranch.Tool.MachineCode;

/// <summary>What two bodies are compared by. A tail call counts as a call; a lock prefix is part of its instruction.</summary>
/// <param name="Bytes">Size of the code without padding.</param>
readonly record struct CodeSummary(int Instructions, int ConditionalJumps, int Calls, int Bytes);
