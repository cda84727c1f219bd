using Microsoft.CodeAnalysis.Diagnostics;

namespace StaticBranch.Tests;

/// <summary>The driver binds each body of a compilation for one action on operations, so whoever uses no marks must not pay for them.</summary>
public class CostTests
{
    [Fact]
    public async Task Has_no_body_bound_while_nothing_is_marked() => Assert.Equal(0, await OperationActions("class Page { bool special; void Put() { if (special) special = false; } }"));

    [Fact]
    public async Task Has_bodies_bound_for_marked_members() => Assert.NotEqual(0, await OperationActions("class Page { [StaticBranch.SpecialCase(\"Flags.Special\")] bool special; void Put() { if (special) special = false; } }"));

    static async Task<int> OperationActions(string source)
    {
        var driver = AllRules.Compile([source]).WithAnalyzers(AllRules.Analyzers, new AnalyzerOptions([]));
        int actions = 0;
        foreach (var analyzer in AllRules.Analyzers)
        {
            var costs = await driver.GetAnalyzerTelemetryInfoAsync(analyzer, TestContext.Current.CancellationToken);
            actions += costs.OperationActionsCount + costs.OperationBlockActionsCount + costs.OperationBlockStartActionsCount + costs.OperationBlockEndActionsCount;
        }
        return actions;
    }
}
