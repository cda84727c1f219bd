using System.CommandLine;

namespace StaticBranch.Tool.Commands;

/// <summary>A command whose own help ends with what is too long for a list of commands.</summary>
sealed class DocumentedCommand(string name, string description, string details) : Command(name, description)
{
    public string Details => details;
}
