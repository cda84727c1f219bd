using Microsoft.CodeAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>The questions that ask whether somebody listens, of .NET's own types and of those that are named as theirs are.</summary>
static class DiagnosticQueries
{
    const string Question = "IsEnabled";

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
        || member is { ContainingType: { } type } && member.Name.EndsWith(Question, StringComparison.Ordinal) && (DerivesFromEventSource(type) || IsTold(member.Name.Substring(0, member.Name.Length - Question.Length), type));

    // Where PageFreedIsEnabled() is asked, PageFreed(page) tells.
    static bool IsTold(string what, INamedTypeSymbol type) => what.Length > 0 && type.GetMembers(what).Any(static member => member is IMethodSymbol { ReturnsVoid: true });

    static bool DerivesFromEventSource(INamedTypeSymbol type)
    {
        for (var next = type; next is not null; next = next.BaseType)
            if (next is { Name: "EventSource", ContainingNamespace.Name: "Tracing" }) return true;
        return false;
    }
}
