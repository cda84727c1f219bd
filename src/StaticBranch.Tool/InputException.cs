namespace StaticBranch.Tool;

/// <summary>What the user gave cannot be used. The message is one line that says what and why.</summary>
sealed class InputException(string message) : Exception(message);
