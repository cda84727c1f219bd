using BenchmarkDotNet.Running;
using Benchmarks.DevicePages;

// "devicepages FOLDER": all of DevicePages in one run, as a table and a chart in the folder. Anything else: BenchmarkDotNet's own command line, such as --filter "*".
if (args is ["devicepages", var folder])
    Report.Run(folder);
else
    BenchmarkSwitcher.FromAssembly(typeof(Report).Assembly).Run(args);
