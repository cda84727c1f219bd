using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Oracle.Tests;

/// <summary>An oracle that cannot fail proves nothing: without the code of the last tier there must be no verdict.</summary>
public sealed class ControlTests : IDisposable
{
    static readonly Shape Shape = new(0, Definition.All.Single(definition => definition.Name == "static readonly"), Guard.And);

    readonly ShapeAssembly assembly = new([Shape], TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("DOTNET_JitDisasm", "Other:Method", "the listing is empty")]
    [InlineData("DOTNET_JitDisasm", "Oracle.Twins:*", "the listing has no 'S0.Hot:Put'")]
    [InlineData("DOTNET_JITMinOpts", "1", "'S0.Hot:Put(Oracle.Page)' was never optimised: MinOpts")]
    [InlineData("DOTNET_TC_CallCountThreshold", "FFFFF", "'S0.Hot:Put(Oracle.Page)' was never optimised: Tier0")]
    public async Task Without_the_last_tier_there_is_no_verdict(string variable, string value, string seen)
    {
        var code = await MachineCode.AtTier1Async(assembly, TestContext.Current.CancellationToken, among: ["000"], environment: KeyValuePair.Create(variable, value));

        Assert.StartsWith(seen, Assert.Throws<MachineCodeException>(() => code.Of(Shape)).Message);
    }

    public void Dispose() => assembly.Dispose();
}
