using System.Diagnostics;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.MachineCode;

public sealed class NativeImageTests
{
    const string Source = """
        int slow(int);
        int last(int x) { return slow(x + 1); }
        int put(int *count) { if (__sync_sub_and_fetch(count, 1) == 0) return slow(*count) + 1; return 0; }
        """;

    [Fact]
    public async Task Code_is_read_from_an_object_file()
    {
        MethodListing put = await DisassembleAsync("put");

        Assert.Equal((Tier.Aot, 1, 1), (put.Tier, put.Summary.ConditionalJumps, put.Summary.Calls));
        Assert.True(put.CallsTo("slow"));
        Assert.Contains(put.Instructions, instruction => instruction.Mnemonic.StartsWith("lock ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tail_call_is_a_call() => Assert.Equal(["slow"], (await DisassembleAsync("last")).CallTargets);

    [Fact]
    public async Task A_symbol_that_is_not_there_is_named() =>
        Assert.EndsWith("has no symbol 'get'", (await Assert.ThrowsAsync<MachineCodeException>(() => DisassembleAsync("get"))).Message);

    [Fact]
    public async Task A_file_that_is_no_binary_is_refused()
    {
        SkipWithoutCompiler();
        string file = typeof(NativeImageTests).Assembly.Location;

        Assert.Contains(file, (await Assert.ThrowsAsync<MachineCodeException>(() => NativeImage.OpenAsync(file, TestContext.Current.CancellationToken))).Message);
    }

    static async Task<MethodListing> DisassembleAsync(string symbol)
    {
        SkipWithoutCompiler();
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("a.c"), Source, TestContext.Current.CancellationToken);
        using Process gcc = Process.Start("gcc", ["-c", "-O2", "-o", folder.File("a.o"), folder.File("a.c")]);
        await gcc.WaitForExitAsync(TestContext.Current.CancellationToken);
        NativeImage image = await NativeImage.OpenAsync(folder.File("a.o"), TestContext.Current.CancellationToken);
        return await image.DisassembleAsync(symbol, TestContext.Current.CancellationToken);
    }

    static void SkipWithoutCompiler() => Assert.SkipUnless(File.Exists("/usr/bin/gcc") && File.Exists("/usr/bin/objdump"), "gcc and binutils are not installed");
}
