using System.Text.RegularExpressions;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Benchmarks.DevicePages;

/// <summary>Runs all benchmarks of DevicePages in one process, each beside its baseline, and writes what came of it: a chart, and tables into the folder's README or a file of their own.</summary>
static partial class Report
{
    public static void Run(string folder)
    {
        ManualConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(8).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(100)))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default);
        Measurement[] measurements = [.. BenchmarkRunner.Run([typeof(OrdinaryPages), typeof(PagesInUse), typeof(Alternatives), typeof(Migration)], config).SelectMany(Measurements)];

        Directory.CreateDirectory(folder);
        string tables = Tables.Of(measurements), readme = Path.Combine(folder, "README.md");
        File.WriteAllText(Path.Combine(folder, "benchmarks.svg"), Chart.Draw(measurements));
        if (File.Exists(readme))
            File.WriteAllText(readme, Tables.Replace(File.ReadAllText(readme), tables));
        else
            File.WriteAllText(Path.Combine(folder, "benchmarks.md"), tables);
    }

    static IEnumerable<Measurement> Measurements(Summary summary) =>
        from report in summary.Reports
        let of = report.BenchmarkCase
        let baseline = summary.Reports.Single(other => other.BenchmarkCase.Descriptor.Baseline && other.BenchmarkCase.Parameters.DisplayInfo == of.Parameters.DisplayInfo)
        select new Measurement(
            of.Descriptor.Type,
            Words(of.Parameters.Items is [var parameter] ? $"{of.Descriptor.Type.Name}, {(parameter.Value is int mib ? $"{mib} MiB" : parameter.Value)}" : of.Descriptor.Type.Name),
            of.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            report.ResultStatistics!.Min,
            report.ResultStatistics.Min / baseline.ResultStatistics!.Min,
            of.Parameters.Items is [{ Value: int bytes }] ? 2L * bytes << 20 : 0);

    static string Words(string name) => Hump().Replace(name, hump => $" {hump.Value.ToLowerInvariant()}");

    [GeneratedRegex("(?<=[a-z])[A-Z](?=[a-z])")]
    private static partial Regex Hump();
}
