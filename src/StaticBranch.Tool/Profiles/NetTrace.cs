using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.EventPipe;
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
        foreach (ClrThreadSampleTraceData sample in log.Events.ByEventType<ClrThreadSampleTraceData>())
            // The sampler stops every thread; those outside managed code mostly wait.
            if (sample.Type is ClrThreadSampleType.Managed)
                profile.Add(Frames(sample.CallStack()), 1);
    }

    static IEnumerable<Frame> Frames(TraceCallStack? stack)
    {
        for (; stack is not null; stack = stack.Caller)
            if (stack.CodeAddress.Method is { } method)
                yield return Frame.FromTrace($"{Path.GetFileNameWithoutExtension(stack.CodeAddress.ModuleFilePath)}!{method.FullMethodName}");
    }
}
