using Microsoft.CodeAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>The questions that ask whether somebody listens, of .NET's own types and of those that are named as theirs are.</summary>
static class DiagnosticQueries
{
    static readonly string[] Observers = ["Logger", "Logging", "Tracer", "Tracing", "Telemetry", "Diagnostics"];

    // Loggers of all houses are asked so.
    static readonly string[] LevelNames = ["IsTraceEnabled", "IsVerboseEnabled", "IsDebugEnabled", "IsInfoEnabled", "IsInformationEnabled", "IsWarnEnabled", "IsWarningEnabled", "IsErrorEnabled"];

    public static bool Contains(ISymbol member) => (member.Name, member.ContainingType?.Name) is
        ("IsEnabled", "EventSource" or "ILogger" or "DiagnosticSource" or "DiagnosticListener" or "LoggerExtensions")
        or ("HasListeners", "ActivitySource")
        or ("Current", "Activity")
        or ("Enabled", "Instrument" or "EventSource")
        or ("IsAttached", "Debugger")
        or ("Listeners" or "ShouldTrace" or "Switch", "TraceSource" or "SourceSwitch")
        || member is { Name: "IsEnabled", ContainingType: { } asked } && (Observers.Any(word => asked.Name.IndexOf(word, StringComparison.Ordinal) >= 0) || asked.Name.EndsWith("Trace", StringComparison.Ordinal) || asked.Name.EndsWith("Log", StringComparison.Ordinal))
        || LevelNames.Contains(member.Name)
        || member is { ContainingType: { } type } && member.Name.EndsWith("IsEnabled", StringComparison.Ordinal) && DerivesFromEventSource(type);

    static bool DerivesFromEventSource(INamedTypeSymbol type)
    {
        for (var next = type; next is not null; next = next.BaseType)
            if (next is { Name: "EventSource", ContainingNamespace.Name: "Tracing" }) return true;
        return false;
    }
}
