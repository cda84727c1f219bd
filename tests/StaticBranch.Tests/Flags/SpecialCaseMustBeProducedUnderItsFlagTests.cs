using Verify = StaticBranch.Tests.Verify<StaticBranch.Flags.SpecialCaseMustBeProducedUnderItsFlag, StaticBranch.Flags.SpecialCaseMustBeProducedUnderItsFlagFixer>;

namespace StaticBranch.Tests.Flags;

public class SpecialCaseMustBeProducedUnderItsFlagTests
{
    [Theory]
    [InlineData("{|SB2006:page.IsDevice = true|};")]
    [InlineData("{|SB2006:page.IsDevice = given|};")]
    [InlineData("{|SB2006:page.Owner = new object()|};")]
    [InlineData("page.Owner ??= new object();", "page.Owner ??= new object()")]
    [InlineData("page.Kind = {|SB2006:Kind.Device|};")]
    [InlineData("page.Kind |= {|SB2006:Kind.Device|};")]
    [InlineData("Take({|SB2006:Kind.Device|});")]
    [InlineData("var kind = given ? {|SB2006:Kind.Device|} : Kind.Ordinary;")]
    [InlineData("_ = new Page { {|SB2006:IsDevice = true|} };")]
    [InlineData("_ = {|SB2006:new DevicePage()|};")]
    [InlineData("if (!Flags.Devices) {|SB2006:page.IsDevice = true|};")]
    [InlineData("if (Flags.Other) {|SB2006:page.IsDevice = true|};")]
    [InlineData("if (Flags.Devices || given) {|SB2006:page.IsDevice = true|};")]
    [InlineData("Action later = () => {|SB2006:page.IsDevice = true|};")]
    [InlineData("bool on = true; Action later = () => { if (given) on = Flags.Devices; if (on) {|SB2006:page.IsDevice = true|}; };")]
    public Task Triggers(string body, string? marked = null) => Verify.Findings(InMethod(marked is null ? body : body.Replace(marked, $"{{|SB2006:{marked}|}}")));

    [Theory]
    [InlineData("if (Flags.Devices) page.IsDevice = true;")]
    [InlineData("if (!Flags.Devices) throw new NotSupportedException(); page.IsDevice = true;")]
    [InlineData("if (!Flags.Devices) return; page.Owner = new object();")]
    [InlineData("page.IsDevice = Flags.Devices && given;")]
    [InlineData("if (given && Flags.Devices) _ = new DevicePage();")]
    [InlineData("if (Flags.Devices) { Action later = () => page.IsDevice = true; }")]
    [InlineData("Action later = () => { if (Flags.Devices) page.IsDevice = true; };")]
    [InlineData("Action later = () => { Action last = () => page.IsDevice = Flags.Devices && given; };")]
    [InlineData("void Later() { if (Flags.Devices) page.IsDevice = true; }")]
    [InlineData("void Later() { bool on = Flags.Devices; Action last = delegate { if (Flags.Devices) page.IsDevice = true; }; }")]
    [InlineData("page.IsDevice = false;")]
    [InlineData("page.Owner = null;")]
    [InlineData("page.IsDevice = new Page().IsDevice;")]
    [InlineData("if (page.Kind == Kind.Device || page.Kind is Kind.Device || page.Kind.HasFlag(Kind.Device) || (page.Kind & Kind.Device) != 0) return;")]
    [InlineData("page.Kind &= ~Kind.Device;")]
    [InlineData("page.Free = true;")]
    [InlineData("page.Unknown = true;")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InMethod(body));

    [Theory]
    [InlineData("{|SB2006:page.IsDevice = given|};", "page.IsDevice = Flags.Devices && given;")]
    [InlineData("{|SB2006:page.IsDevice = given || page.Free|};", "page.IsDevice = Flags.Devices && (given || page.Free);")]
    [InlineData("bool both; {|SB2006:page.IsDevice = both = given|}; Use(both);", "bool both; page.IsDevice = (both = given) && Flags.Devices; Use(both);")]
    [InlineData("{|SB2006:page.IsDevice = /* a */ Next()|} /* b */;", "page.IsDevice = /* a */ Next() && Flags.Devices /* b */;")]
    [InlineData("} async void MakeLater(Page page) { {|SB2006:page.IsDevice = await Soon()|};", "} async void MakeLater(Page page) { page.IsDevice = await Soon() && Flags.Devices;")]
    public Task A_bool_is_assigned_under_the_flag(string body, string mended) => Verify.Fix(InMethod(body), InMethod(mended));

    [Theory]
    [InlineData("{|SB2006:page.IsDevice = true|};", "page.IsDevice = true;")]
    [InlineData("_ = {|SB2006:new DevicePage()|};", "_ = new DevicePage();")]
    [InlineData("_ = new Page { {|SB2006:IsDevice = true|} };", "_ = new Page { IsDevice = true };")]
    [InlineData("Take({|SB2006:Kind.Device|});", "Take(Kind.Device);")]
    [InlineData("{|SB2006:page.IsDevice = true|}; {|SB2006:page.Owner = new object()|};", "page.IsDevice = true; page.Owner = new object();")]
    public Task What_is_always_special_throws_while_the_flag_is_off(string body, string kept) => Verify.Fix(InMethod(body), InMethod($"""
        if (!Flags.Devices)
                    throw new InvalidOperationException("'Flags.Devices' is off.");
                {kept}
        """));

    [Theory]
    [InlineData("var kind = given ? {|SB2006:Kind.Device|} : Kind.Ordinary;")]
    [InlineData("Action later = () => {|SB2006:page.IsDevice = true|};")]
    [InlineData("{|SB2006:page.Owner = other|};")]
    public Task What_some_callers_would_not_make_special_is_left_to_people(string body) => Verify.Findings(InMethod(body));

    static string InMethod(string body) => $$"""
        using System;
        using System.Threading.Tasks;
        using StaticBranch;

        static class Flags { public static readonly bool Devices = Environment.ProcessorCount > 1, Other = Devices; }
        [Flags] enum Kind { Ordinary, [SpecialCase("Flags.Devices")] Device }
        class Page
        {
            [SpecialCase("Flags.Devices")] public bool IsDevice;
            [SpecialCase("Flags.Devices")] public object? Owner { get; set; }
            [SpecialCase("Flags.Nowhere")] public bool Unknown;
            public bool Free;
            public Kind Kind;
        }
        [SpecialCase("Flags.Devices")] class DevicePage { }
        class Maker
        {
            void Take(Kind kind) { }
            void Use(bool both) { }
            bool Next() => true;
            Task<bool> Soon() => Task.FromResult(true);
            void Make(Page page, bool given, object? other)
            {
                {{body}}
            }
        }
        """;
}
