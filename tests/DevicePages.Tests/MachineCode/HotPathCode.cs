using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace DevicePages.Tests;

/// <summary>The final machine code of get and put, from child processes that each ran once: prepared or called, with the switch off or on.</summary>
public sealed class HotPathCode : IAsyncLifetime
{
    const string RawTwin = "DevicePages.Tests.RawCount";

    static readonly ImmutableDictionary<string, Type> Machines = new Dictionary<string, Type>
    {
        ["P0"] = typeof(PhysicalMemory<P0>),
        ["P1"] = typeof(PhysicalMemory<P1>),
        ["P2"] = typeof(PhysicalMemory<P2<SwitchedKey>>),
        ["P3"] = typeof(PhysicalMemory<P3<SwitchedKey>>),
        ["P3 without key"] = typeof(PhysicalMemory<P3<NoKey>>),
        ["P4a"] = typeof(PhysicalMemory<P4a<SwitchedKey>>),
        ["P4b"] = typeof(PhysicalMemory<P4b<SwitchedKey>>),
        ["P4c"] = typeof(PhysicalMemory<P4c>),
    }.ToImmutableDictionary();

    readonly Dictionary<(bool Called, bool SwitchedOn), JitListing> listings = [];

    public async ValueTask InitializeAsync()
    {
        foreach (bool called in (bool[])[false, true])
            foreach (bool on in (bool[])[false, true])
                listings[(called, on)] = (await Run(called, on).RunAsync()).Listing;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal MethodListing Raw(bool called, string method) => listings[(called, false)].Optimised($"{RawTwin}:{method}");

    internal MethodListing Of(string protocol, bool called, bool switchedOn, string method) =>
        listings[(called, switchedOn)].Optimised($"{Printed(Machines[protocol])}:{method}(DevicePages.Page):this");

    static JitRun Run(bool called, bool on) => new(typeof(HotPathCode).Assembly.Location)
    {
        Methods = [.. Machines.Values.Select(machine => machine.AssemblyQualifiedName!).Append(RawTwin).SelectMany(type => (string[])[$"{type}:Get", $"{type}:Put"])],
        Workload = called ? $"{typeof(HotPathWorkload).FullName}:{nameof(HotPathWorkload.Run)}" : null,
        Switches = ImmutableDictionary<string, bool>.Empty.Add("DevicePages.PageChecks", false).Add("DevicePages.DevmapManaged", on),
    };

    // As the JIT prints it: Namespace.Type`1[Namespace.Argument].
    static string Printed(Type type) =>
        type.IsGenericType ? $"{type.Namespace}.{type.Name}[{string.Join(',', type.GetGenericArguments().Select(Printed))}]" : type.FullName!;
}
