namespace DevicePages.Tests;

/// <summary>What the device says of a command.</summary>
/// <param name="Error">How it went.</param>
/// <param name="Pages">Pages done (<c>cpages</c>).</param>
/// <param name="Faults">Times that the device faulted.</param>
public readonly record struct CommandResult(Errno Error, int Pages = 0, int Faults = 0);
