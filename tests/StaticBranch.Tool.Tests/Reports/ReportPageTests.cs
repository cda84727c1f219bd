using System.Collections.Immutable;
using StaticBranch.Tool.Projects;
using StaticBranch.Tool.Reports;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Tests.Reports;

public sealed class ReportPageTests
{
    const string Markup = "<script>alert('x')</script>\"&";

    [Fact]
    public void Every_text_is_escaped()
    {
        Finding finding = new(Markup, "warning", Markup, new(Markup, 1), 1, "javascript:" + Markup,
            new Dictionary<string, string> { ["HotMember"] = "M:" + Markup, ["Evidence"] = Markup, ["Scope"] = Markup, ["Flags"] = Markup }.ToImmutableDictionary());
        Inspection inspection = new(new(null, "", [], []), [finding], [finding]);
        Verdict verdict = new("M:" + Markup, "P:" + Markup, Outcome.NotFolded, Markup, new(Markup, 1), Markup);

        string page = ReportPage.Of(Markup, [inspection], [verdict], new Dictionary<string, double>());

        Assert.DoesNotContain("alert('x')", page);
        Assert.DoesNotContain("href=\"javascript:", page);
        Assert.Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;", page);
    }

    [Fact]
    public void An_empty_report_says_so() => Assert.Equal(3, ReportPage.Of("App", [], [], new Dictionary<string, double>()).Split("<p>None").Length - 1);

    [Theory]
    [InlineData("M:Ns.Pages`2.Put(Ns.Page`1,System.Collections.Generic.Dictionary{System.Int32,`0})", "Pages.Put(Page`1, Dictionary&lt;Int32, `0&gt;)")]
    [InlineData("M:Ns.Pages.Put", "Pages.Put")]
    [InlineData("P:Ns.Outer.Pages.Count", "Pages.Count")]
    public void Overloads_are_told_apart(string id, string expected) =>
        Assert.Contains($">{expected}</code></th>", ReportPage.Of("App", [new(new(null, "", [], []), [Hot(id)], [])], [], new Dictionary<string, double>()));

    [Fact]
    public void Weights_come_first()
    {
        Finding[] members = [.. ((string[])["M:App.Cold", "M:App.Hot"]).Select(Hot)];

        string page = ReportPage.Of("App", [new(new(null, "", [], []), [.. members], [])], [], new Dictionary<string, double> { ["M:App.Hot"] = 0.5 });

        Assert.True(page.IndexOf("App.Hot", StringComparison.Ordinal) < page.IndexOf("App.Cold", StringComparison.Ordinal));
    }

    static Finding Hot(string id) => new("SB0001", "note", "", new("a.cs", 1), 1, null, ImmutableDictionary<string, string>.Empty.Add("HotMember", id));
}
