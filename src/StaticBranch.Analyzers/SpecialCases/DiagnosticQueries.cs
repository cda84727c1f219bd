using Microsoft.CodeAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>The questions with which .NET's own types ask whether somebody listens.</summary>
static class DiagnosticQueries
{
    public static bool Contains(ISymbol member) => (member.Name, member.ContainingType?.Name) is
        ("IsEnabled", "EventSource" or "ILogger" or "DiagnosticSource" or "DiagnosticListener" or "LoggerExtensions")
        or ("HasListeners", "ActivitySource")
        or ("Current", "Activity")
        or ("Enabled", "Instrument" or "EventSource")
        or ("IsAttached", "Debugger")
        or ("Listeners" or "ShouldTrace" or "Switch", "TraceSource" or "SourceSwitch")
        || member is { ContainingType: { } type } && member.Name.EndsWith("IsEnabled", StringComparison.Ordinal) && DerivesFromEventSource(type);

    static bool DerivesFromEventSource(INamedTypeSymbol type)
    {
        for (var next = type; next is not null; next = next.BaseType)
            if (next is { Name: "EventSource", ContainingNamespace.Name: "Tracing" }) return true;
        return false;
    }
}
