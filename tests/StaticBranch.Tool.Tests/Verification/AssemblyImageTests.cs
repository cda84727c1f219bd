using System.Buffers.Binary;
using StaticBranch.Tool.Tests.Commands;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Tests.Verification;

public sealed class AssemblyImageTests
{
    const string Source = """
        namespace StaticBranch { [AttributeUsage(AttributeTargets.All)] sealed class HotPathAttribute : Attribute { } }
        namespace Sample
        {
            using StaticBranch;
            interface IPages<T> { [HotPath] void Put(T page); void Get(T page); [HotPath] int Count { get; } }
            interface IStage { [HotPath] static abstract void Walk(int page); }
            abstract class Pages { [HotPath] public virtual void Free(int page) { } public virtual void Free(int page, bool now) { } [HotPath] public abstract void Touch(); }
            class Middle : Pages, IPages<int>, IStage
            {
                public void Put(int page) { }
                public void Get(int page) { }
                int IPages<int>.Count => 1;
                public override void Touch() { }
                public static void Walk(int page) { }
            }
            sealed class Last : Middle { public override void Free(int page) { } public override void Free(int page, bool now) { } public override void Touch() { } }
            static class Marked { [HotPath] public static void Put() { } public static void Get() { } }
            [HotPath] class Whole { public void Put() { } }
        }
        """;

    [Fact]
    public void A_mark_covers_what_overrides_and_implements_it()
    {
        using TestAssembly assembly = new(Source);
        using AssemblyImage image = AssemblyImage.Open(assembly.Path, []);

        Assert.Equal(
            [
                "M:Sample.Last.Free(System.Int32)", "M:Sample.Last.Touch", "M:Sample.Marked.Put", "M:Sample.Middle.Put(System.Int32)", "M:Sample.Middle.Touch", "M:Sample.Middle.Walk(System.Int32)",
                "M:Sample.Pages.Free(System.Int32)", "M:Sample.Whole.Put", "P:Sample.Middle.Sample#IPages{System#Int32}#Count",
            ],
            image.MarkedMembers().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0x0000, "machine 0x0000 is unknown")]
    [InlineData(0x01C4, "it is built for Arm, and this is ")]
    [InlineData(0x01C4 ^ 0x7B79, "it is built for Arm, and this is ")]
    public async Task Code_for_another_machine_is_refused(int machine, string expected) => await RefusedAsync(image => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(Header(image) + 4), (ushort)machine), expected);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(700)]
    [InlineData(2_000)]
    public async Task A_truncated_assembly_is_refused(int length) => await RefusedAsync(image => image[..length], "cannot be read as a managed assembly");

    [Fact]
    public async Task A_native_library_is_refused() =>
        await RefusedAsync(image =>
        {
            // Without its entry in the table of directories the rest means nothing to a reader of metadata.
            image.AsSpan(Header(image) + 24 + (image[Header(image) + 25] == 2 ? 224 : 208), 8).Clear();
            return image;
        }, "cannot be read as a managed assembly");

    // Permissions do not bind root; a folder in the file's place is denied to everybody.
    [Fact]
    public void What_may_not_be_read_is_refused() => Assert.Throws<InputException>(() => AssemblyImage.Open(AppContext.BaseDirectory, []));

    static Task RefusedAsync(Action<byte[]> damage, string expected) => RefusedAsync(image => { damage(image); return image; }, expected);

    static async Task RefusedAsync(Func<byte[], byte[]> damage, string expected)
    {
        using TestAssembly assembly = new(Source);
        await File.WriteAllBytesAsync(assembly.Path, damage(await File.ReadAllBytesAsync(assembly.Path, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);

        Run run = await Run.OfAsync("verify", assembly.Path);

        Assert.Equal((ExitCode.NotJudged, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, Assert.Single(run.Error.TrimEnd().Split('\n')));
    }

    static int Header(byte[] image) => BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(0x3C));
}
