using StaticBranch.Flags;
using StaticBranch.Tests;

namespace StaticBranch.Oracle.Tests;

/// <summary>
/// The same on NativeAOT, which takes minutes and a linker:
/// <c>STATIC_BRANCH_NATIVE_AOT=1 dotnet test tests/StaticBranch.Oracle.Tests --filter NativeAot</c>
/// </summary>
[Collection(nameof(Publication))]
public sealed class NativeAotTests(Judgement judgement)
{
    [Theory]
    [InlineData(true, Table.TrimmedNativeAot)]
    [InlineData(false, Table.NativeAot)]
    public async Task The_analyzer_agrees_with_the_binary_on_every_shape(bool trims, string mode)
    {
        OnDemand.SkipUnlessNativeAot();
        var aot = await NativeAot.PublishAsync(judgement.Assembly, trims, TestContext.Current.CancellationToken);

        Assert.Equal(Likeness.Stays, aot.Code.Of(judgement.Find("mutable static")));
        Assert.Equal(trims, aot.Code.Folds(judgement.Find("feature switch, read on each call")));
        Assert.All(judgement.Written, shape => Assert.True(aot.Holds(shape), $"'{shape}' is not in the binary"));
        string[] disagreements = [.. judgement.Disagreements(judgement.Assembly.Shapes, CompileModes.NativeAot, aot.Code, trims)];
        Assert.True(disagreements is [], string.Join("\n\n", disagreements));
        Table.AssertColumn(mode, judgement.Written, aot.Code.Folds);
    }
}
