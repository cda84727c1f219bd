using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DevicePages;
using Perfolizer.Horology;

namespace Benchmarks.DevicePages;

/// <summary>Runs all benchmarks of DevicePages in one process, each beside its baseline, and writes what came of it.</summary>
static class Report
{
    public static void Run(string folder)
    {
        ManualConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(8).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(100)))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default);
        Measurement[] measurements = [.. BenchmarkRunner.Run([typeof(OrdinaryPages), typeof(PagesInUse), typeof(Alternatives), typeof(Migration)], config).SelectMany(Measurements)];

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "benchmarks.md"), Table(measurements));
        File.WriteAllText(Path.Combine(folder, "benchmarks.svg"), Chart.Draw(measurements));
    }

    static IEnumerable<Measurement> Measurements(Summary summary) =>
        from report in summary.Reports
        let of = report.BenchmarkCase
        let baseline = summary.Reports.Single(other => other.BenchmarkCase.Descriptor.Baseline && other.BenchmarkCase.Parameters.DisplayInfo == of.Parameters.DisplayInfo)
        select new Measurement(
            of.Parameters.Items.Count == 0 ? of.Descriptor.Type.Name : $"{of.Descriptor.Type.Name}, {of.Parameters.Items[0].Value}",
            of.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            report.ResultStatistics!.Median,
            report.ResultStatistics.Median / baseline.ResultStatistics!.Median);

    static string Table(IEnumerable<Measurement> measurements)
    {
        StringBuilder table = new("| what | how | ns | ratio |\n| --- | --- | ---: | ---: |\n");
        foreach (Measurement measurement in measurements)
            table.Append(CultureInfo.InvariantCulture, $"| {measurement.What} | {measurement.How} | {measurement.Nanoseconds:0.0} | {measurement.Ratio:0.00} |\n");
        return table.Append(CultureInfo.InvariantCulture, $"\nBytes a page: {Unsafe.SizeOf<PageDescriptor>()}\n").ToString();
    }
}
