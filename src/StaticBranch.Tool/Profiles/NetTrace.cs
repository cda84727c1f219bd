using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.EventPipe;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Profiles;

/// <summary>The <c>.nettrace</c> files of <c>dotnet-trace collect</c> and of the runtime's own event pipe.</summary>
static class NetTrace
{
    public static void Read(string path, Profile profile)
    {
        using TemporaryFolder folder = new();
        string indexed = TraceLog.CreateFromEventPipeDataFile(path, folder.File("log.etlx"));
        using TraceLog log = new(indexed);
        profile.SetInlinings(log.Events.ByEventType<MethodJitInliningSucceededTraceData>().Select(inlining => (
            Frame(inlining.MethodBeingCompiledNamespace, inlining.MethodBeingCompiledName, inlining.MethodBeingCompiledNameSignature),
            Frame(inlining.InlineeNamespace, inlining.InlineeName, inlining.InlineeNameSignature))));
        foreach (ClrThreadSampleTraceData sample in log.Events.ByEventType<ClrThreadSampleTraceData>())
            // The sampler stops every thread; those outside managed code mostly wait.
            if (sample.Type is ClrThreadSampleType.Managed)
                profile.Add(Frames(sample.CallStack()), 1);
    }

    // A signature begins with the result: instance void (class Page).
    static Frame Frame(string type, string method, string signature) => Profiles.Frame.FromTrace($"{type}.{method}{signature[Math.Max(signature.IndexOf('('), 0)..]}");

    static IEnumerable<Frame> Frames(TraceCallStack? stack)
    {
        for (; stack is not null; stack = stack.Caller)
            if (stack.CodeAddress.Method is { } method)
                yield return Profiles.Frame.FromTrace($"{Path.GetFileNameWithoutExtension(stack.CodeAddress.ModuleFilePath)}!{method.FullMethodName}");
    }
}
