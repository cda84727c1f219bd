using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticBranch.SpecialCases;

namespace StaticBranch.Tests.SpecialCases;

/// <summary>What the guards look like, where the flags go, and what is not offered.</summary>
public class GuardFixTests
{
    static readonly SpecialCaseMustBeGuardedFixer Fixer = new();

    [Theory]
    [InlineData("if (page.IsZoneDevice) Special(page);", "if (FeatureFlags.ZoneDevicePages && page.IsZoneDevice) Special(page);")]
    [InlineData("if (!page.IsZoneDevice) return; Special(page);", "if (!FeatureFlags.ZoneDevicePages || !page.IsZoneDevice) return; Special(page);")]
    [InlineData("if (page.Count > 3 && page.IsZoneDevice) Special(page);", "if (FeatureFlags.ZoneDevicePages && page.Count > 3 && page.IsZoneDevice) Special(page);")]
    [InlineData("if (Read() > 3 && page.IsZoneDevice) Special(page);", "if (Read() > 3 && FeatureFlags.ZoneDevicePages && page.IsZoneDevice) Special(page);")]
    [InlineData("if (page.Count > 3 || page.IsZoneDevice) Special(page);", "if (page.Count > 3 || (FeatureFlags.ZoneDevicePages && page.IsZoneDevice)) Special(page);")]
    [InlineData("if (/* a */ page.IsZoneDevice /* b */) Special(page); // c", "if (/* a */ FeatureFlags.ZoneDevicePages && page.IsZoneDevice /* b */) Special(page); // c")]
    [InlineData("if (page.Kind == Kind.Device) Special(page);", "if (FeatureFlags.DevicePages && page.Kind == Kind.Device) Special(page);")]
    [InlineData("if (page == Page.Empty) return; Special(page);", "if (FeatureFlags.MemoryPages && page == Page.Empty) return; Special(page);")]
    [InlineData("if (page.Owner == Page.Empty) return; Special(page);", "if (FeatureFlags.PageOwners && page.Owner == Page.Empty) return; Special(page);")]
    [InlineData("switch (page.Kind) { case Kind.Device: Special(page); break; }", "switch (FeatureFlags.PageKinds ? page.Kind : Kind.Normal) { case Kind.Device: Special(page); break; }")]
    [InlineData("Use(1); if (page is DevicePage device) Special(device);", "Use(1); if (FeatureFlags.DevicePages && page is DevicePage device) Special(device);")]
    [InlineData("if (IsDevice(page)) Special(page);", "if (FeatureFlags.DevicePages && IsDevice(page)) Special(page);")]
    [InlineData("if (page.Map != null) Special(page);", "if (FeatureFlags.PageMaps && page.Map != null) Special(page);")]
    [InlineData("if (page.Pinned) Special(page);", "if (FeatureFlags.PinnedPages && page.Pinned) Special(page);")]
    [InlineData("if (page.Map == null) Special(page);", "if (FeatureFlags.PagesWithoutMap && page.Map == null) Special(page);")]
    [InlineData("if (page.Native != System.IntPtr.Zero) Special(page);", "if (FeatureFlags.PageNatives && page.Native != System.IntPtr.Zero) Special(page);")]
    [InlineData("if (page.Native == System.IntPtr.Zero) Special(page);", "if (FeatureFlags.PagesWithoutNative && page.Native == System.IntPtr.Zero) Special(page);")]
    [InlineData("if (page.Native != default) Special(page);", "if (FeatureFlags.PageNatives && page.Native != default) Special(page);")]
    [InlineData("Use(1); page.Map?.Release();", "Use(1); if (FeatureFlags.PageMaps) page.Map?.Release();")]
    [InlineData("if (page.Count > 3) page.Map?.Release(); else Special(page);", "if (page.Count > 3) { if (FeatureFlags.PageMaps) page.Map?.Release(); } else Special(page);")]
    [InlineData("int? size = page.Map?.Size; Use(size);", "int? size = FeatureFlags.PageMaps ? page.Map?.Size : null; Use(size);")]
    [InlineData("if (page.Map?.Size > 3) Special(page);", "if (FeatureFlags.PageMaps && page.Map?.Size > 3) Special(page);")]
    [InlineData("Show($\"size {page.Map?.Size:X}\");", "Show($\"size {(FeatureFlags.PageMaps ? page.Map?.Size : null):X}\");")]
    [InlineData("Show($\"big {page.Map?.Size > 3}\");", "Show($\"big {(FeatureFlags.PageMaps && page.Map?.Size > 3)}\");")]
    [InlineData("bool d = page.IsZoneDevice; if (d) Special(page);", "bool d = page.IsZoneDevice; if (FeatureFlags.ZoneDevicePages && d) Special(page);")]
    [InlineData("if (page.Kind is Kind.Normal or Kind.Huge) return; Special(page);", "if (!FeatureFlags.NonNormalPages || page.Kind is Kind.Normal or Kind.Huge) return; Special(page);")]
    [InlineData("if (page.Kind is Kind.Device or Kind.Huge) Special(page);", "if (FeatureFlags.DevicePages && page.Kind is Kind.Device or Kind.Huge) Special(page);")]
    [InlineData("if (page.IsZoneDevice & page.Count > 3) Special(page);", "if (FeatureFlags.ZoneDevicePages && page.IsZoneDevice & page.Count > 3) Special(page);")]
    [InlineData("if (!page.IsZoneDevice | page.Count > 3) return; Special(page);", "if (!FeatureFlags.ZoneDevicePages || !page.IsZoneDevice | page.Count > 3) return; Special(page);")]
    public async Task Guards_with_a_new_flag(string body, string guarded)
    {
        var mended = await FixFirstAsync(Source(body), "Guard with a new flag");
        Assert.Equal(Source(guarded), await Mending.TextAsync(mended, "Memory.cs"));
    }

    [Fact]
    public async Task Gives_an_expression_body_a_block()
    {
        const string before = "static void Put(Page page) => page.Map?.Touch();";
        var mended = await FixFirstAsync(Source("").Replace("static void Put(Page page) {  }", before), "Guard with a new flag");
        Assert.Equal(Source("").Replace("static void Put(Page page) {  }", """
            static void Put(Page page)
                {
                    if (FeatureFlags.PageMaps) page.Map?.Touch();
                }
            """), await Mending.TextAsync(mended, "Memory.cs"));
    }

    [Fact]
    public async Task Gives_the_body_of_a_constructor_a_block()
    {
        const string before = "class DevicePage : Page { [StaticBranch.HotPath] public DevicePage(Page page) => page.Map?.Touch(); }";
        var mended = await FixFirstAsync(Source("").Replace("class DevicePage : Page { }", before), "Guard with a new flag");
        Assert.Contains("if (FeatureFlags.PageMaps) page.Map?.Touch();", await Mending.TextAsync(mended, "Memory.cs"));
    }

    [Fact]
    public async Task Declares_the_flag_in_a_file_of_its_own()
    {
        var mended = await FixFirstAsync(Source("if (page.IsZoneDevice) Special(page);"), "Guard with a new flag");
        Assert.Equal("""
            using System;
            using System.Diagnostics.CodeAnalysis;

            internal static class FeatureFlags
            {
                [FeatureSwitchDefinition("Sample.ZoneDevicePages")]
                public static bool ZoneDevicePages { get; } = !AppContext.TryGetSwitch("Sample.ZoneDevicePages", out bool on) || on;
            }

            """, await Mending.TextAsync(mended, "FeatureFlags.cs"));
    }

    [Fact]
    public async Task Adds_the_flag_to_the_class_that_is_there()
    {
        const string flags = """
            static class FeatureFlags
            {
                // Two nodes or more.
                public static readonly bool Numa = System.Environment.ProcessorCount > 64;
            }
            """;
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page);")), ("FeatureFlags.cs", flags));
        var mended = await Mending.FixAllAsync(project, Fixer, "Guard:new");
        Assert.Equal("""
            using System;
            using System.Diagnostics.CodeAnalysis;

            static class FeatureFlags
            {
                // Two nodes or more.
                public static readonly bool Numa = System.Environment.ProcessorCount > 64;

                [FeatureSwitchDefinition("Sample.ZoneDevicePages")]
                public static bool ZoneDevicePages { get; } = !AppContext.TryGetSwitch("Sample.ZoneDevicePages", out bool on) || on;
            }
            """, await Mending.TextAsync(mended, "FeatureFlags.cs"));
    }

    [Theory]
    [InlineData("static class FeatureFlags; // all of them\n", "static class FeatureFlags\n{", "|| on;\n} // all of them\n")]
    [InlineData("static class FeatureFlags;", "static class FeatureFlags\n{", "|| on;\n}")]
    public async Task Adds_the_flag_to_a_class_without_a_body(string flags, string start, string end)
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page);")), ("FeatureFlags.cs", flags));
        var mended = await Mending.FixAllAsync(project, Fixer, "Guard:new");
        Assert.Empty(await Mending.ErrorsAsync(mended));
        string text = await Mending.TextAsync(mended, "FeatureFlags.cs");
        Assert.Contains(start, text);
        Assert.EndsWith(end, text);
    }

    [Theory]
    [InlineData("static partial class FeatureFlags { /* here */ }\nnamespace Other { static class FeatureFlags { } }\n")]
    [InlineData("namespace Other { static class FeatureFlags { } }\nstatic partial class FeatureFlags { /* here */ }\nclass Box { static class FeatureFlags { } }\n")]
    [InlineData("static partial class FeatureFlags { /* here */ }\nstatic class FeatureFlags<T> { }\n")]
    public async Task Adds_the_flag_to_the_one_of_several_classes_that_it_is_of(string flags)
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page);")), ("FeatureFlags.cs", flags));
        var mended = await Mending.FixAllAsync(project, Fixer, "Guard:new");
        Assert.Empty(await Mending.ErrorsAsync(mended));
        Assert.Matches(@"/\* here \*/[^{}]*\[FeatureSwitchDefinition", await Mending.TextAsync(mended, "FeatureFlags.cs"));
    }

    [Theory]
    [InlineData("Mm.Holder.Flags")]
    [InlineData("Holder.Inner.Flags")]
    [InlineData("Mm.Flags")]
    public async Task Adds_the_flag_to_the_class_that_an_option_names(string type)
    {
        const string flags = "namespace Mm { static class Holder { public static class Flags { } } static class Flags { } }\nstatic class Holder { public static class Inner { public static class Flags { } } }\n";
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page);")), ("Flags.cs", flags));
        var mended = await Mending.FixAllAsync(Mending.Configured(project, "static_branch.flags_type = " + type), Fixer, "Guard:new");
        Assert.Equal(project.DocumentIds, mended.DocumentIds);
        Assert.Empty(await Mending.ErrorsAsync(mended));
        var holder = (await mended.GetCompilationAsync(TestContext.Current.CancellationToken))!.GetSymbolsWithName("ZoneDevicePages", cancellationToken: TestContext.Current.CancellationToken).Single().ContainingType;
        Assert.Equal(type, holder.ToDisplayString());
    }

    [Theory]
    [InlineData("build_property.RootNamespace = Company.Product", "Company.Product", "Company.Product")]
    [InlineData("build_property.RootNamespace = my-app", "my_app", "my_app")]
    [InlineData("build_property.RootNamespace = 2048", "_2048", "_2048")]
    [InlineData("build_property.RootNamespace = Company.event", "Company.@event", "Company.event")]
    [InlineData("build_property.RootNamespace = a..b.", "a.b", "a.b")]
    [InlineData("build_property.RootNamespace = Mm\nstatic_branch.flags_type = a..b", "Mm", "Mm")]
    [InlineData("build_property.RootNamespace = Mm\nstatic_branch.flags_type = Foo.", "Mm", "Mm")]
    [InlineData("build_property.RootNamespace = Mm\nstatic_branch.flags_type = class", "Mm", "Mm")]
    public async Task Makes_a_namespace_of_what_the_project_is_called(string options, string space, string switches)
    {
        var project = Mending.Configured(Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page); if (page.Map != null) Use(1);"))), options);
        var mended = await Mending.FixAllAsync(project, Fixer, FixAll.FirstRemedy);
        Assert.Empty(await Mending.ErrorsAsync(mended));
        Assert.Empty(await Mending.FindingsAsync(mended));
        string flags = await Mending.TextAsync(mended, "FeatureFlags.cs");
        Assert.Contains($"namespace {space}\n", flags);
        Assert.Contains($"FeatureSwitchDefinition(\"{switches}.ZoneDevicePages\")", flags);
        Assert.Contains($"FeatureSwitchDefinition(\"{switches}.PageMaps\")", flags);
    }

    [Theory]
    [InlineData("Mm")]
    [InlineData("Mm.Inner")]
    [InlineData("Mm.Holder.Missing")]
    [InlineData("Page.Flags")]
    public async Task Offers_no_flag_where_a_type_and_a_namespace_would_have_one_name(string type)
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page);")), ("Mm.cs", "namespace Mm { class Holder { } }\nnamespace Mm.Inner { class Box { } }\n"));
        Assert.Empty(await Mending.OffersAsync(Mending.Configured(project, "static_branch.flags_type = " + type), Fixer));
    }

    [Theory]
    [InlineData("public static bool DevicePages { get; } = true;", "if (FeatureFlags.DevicePages && page.IsZoneDevice) Special(page);")]
    [InlineData("public static bool DevicePages { get; } = !System.AppContext.TryGetSwitch(\"Devices\", out bool on) || on;", "if (FeatureFlags.DevicePages && page.IsZoneDevice) Special(page);")]
    [InlineData("public static bool DevicePages { get; } = System.AppContext.TryGetSwitch(\"Devices\", out bool on) ? on : true;", "if (FeatureFlags.DevicePages && page.IsZoneDevice) Special(page);")]
    [InlineData("public static readonly bool NoDevices = false;", "if (!FeatureFlags.NoDevices && page.IsZoneDevice) Special(page);")]
    public async Task Guards_with_an_existing_flag(string flag, string guarded)
    {
        string flags = $"\nstatic class FeatureFlags {{ {flag} }}";
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page);") + flags));
        var mended = await Mending.ApplyAsync(project, (await Mending.OffersAsync(project, Fixer))[0]);
        Assert.Equal(Source(guarded) + flags, await Mending.TextAsync(mended, "Memory.cs"));
    }

    // With one that is off, the special case would no longer be handled.
    [Theory]
    [InlineData("public static bool DevicePages { get; } = false;")]
    [InlineData("public static readonly bool DevicePages = System.Environment.ProcessorCount > 8;")]
    [InlineData("public static bool DevicePages { get; } = System.AppContext.TryGetSwitch(\"Devices\", out bool on) && on;")]
    [InlineData("public static bool ZoneDevicePages { get; } = System.AppContext.TryGetSwitch(\"Devices\", out bool on) ? on : false;")]
    [InlineData("public static readonly bool NoDevices = true;")]
    public async Task Prefers_a_new_flag_to_one_that_may_be_off(string flag)
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page);") + $"\nstatic class FeatureFlags {{ {flag} }}"));
        var offers = await Mending.OffersAsync(project, Fixer);
        Assert.StartsWith("Guard with a new flag", offers[0].Title);
        Assert.Contains("out bool on) || on;", await Mending.TextAsync(await Mending.ApplyAsync(project, offers[0]), "Memory.cs"));
        Assert.Contains(offers, offer => offer.Title.StartsWith("Guard with 'FeatureFlags.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Writes_what_CSharp_7_3_takes_and_brings_the_attribute_that_is_not_there()
    {
        var project = Mending.Project(LanguageVersion.CSharp7_3, ("Memory.cs", "namespace Mm\n{\n" + Source("if (page.IsZoneDevice) Special(page); Use(page.Map?.Size);") + "\n}\n"));
        project = project.WithMetadataReferences(Platform.NetStandard).WithParseOptions(new CSharpParseOptions(LanguageVersion.CSharp7_3));
        var mended = await Mending.FixAllAsync(project, Fixer, FixAll.FirstRemedy);
        Assert.Empty(await Mending.ErrorsAsync(mended));
        Assert.Empty(await Mending.FindingsAsync(mended));
        Assert.Contains("sealed class FeatureSwitchDefinitionAttribute", await Mending.TextAsync(mended, "FeatureSwitchDefinitionAttribute.cs"));
    }

    [Theory]
    [InlineData("if (page.IsZoneDevice) { page.Count++; Special(page); }", "if (FeatureFlags.ZoneDevicePages && page.IsZoneDevice) { HandleZoneDevicePages(page); }", "static void HandleZoneDevicePages(Page page)")]
    [InlineData("int n = page.Count; if (page.IsZoneDevice) { Use(n); Special(page); return; } Use(1);", "int n = page.Count; if (FeatureFlags.ZoneDevicePages && page.IsZoneDevice) { HandleZoneDevicePages(page, n); return; } Use(1);", "static void HandleZoneDevicePages(Page page, int n)")]
    public async Task Moves_the_special_case_to_a_cold_method(string body, string left, string cold)
    {
        var mended = await FixFirstAsync(Source(body), "cold");
        string text = await Mending.TextAsync(mended, "Memory.cs");
        Assert.Contains(left, text);
        Assert.Contains("[MethodImpl(MethodImplOptions.NoInlining)]", text);
        Assert.Contains(cold, text);
        Assert.Empty(await Mending.ErrorsAsync(mended));
        Assert.Empty(await Mending.FindingsAsync(mended));
    }

    [Theory]
    [InlineData("var list = new System.Collections.Generic.List<int>(); if (page.IsZoneDevice) { list.Add(1); Use(list.Count); }", "(List<int> list)")]
    [InlineData("var list = Maybe(); list ??= []; if (page.IsZoneDevice) { list.Add(1); Use(list.Count); }", "(List<int> list)")]
    [InlineData("var list = Maybe(); if (page.IsZoneDevice) { list?.Add(1); Use(list?.Count); }", "(List<int>? list)")]
    [InlineData("if (page.IsZoneDevice && page.Map is { } map) { map.Touch(); Use(map.Size); }", "(Map map)")]
    [InlineData("int? n = page.Count; if (page.IsZoneDevice) { Use(n); Use(n.Value); }", "(int? n)")]
    public async Task Tells_the_cold_method_what_is_not_null(string body, string parameters)
    {
        string source = "#nullable enable\n" + Source(body).Replace("static int read;", "static int read; static System.Collections.Generic.List<int>? Maybe() => null;");
        var mended = await FixFirstAsync(source, "cold");
        Assert.Contains("HandleZoneDevicePages" + parameters, await Mending.TextAsync(mended, "Memory.cs"));
        var compilation = (await mended.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Id is "CS8602" or "CS8604");
    }

    [Theory]
    [InlineData(FixAll.FirstRemedy, "Memory.cs")]
    [InlineData("Guard:cold", "Memory.cs")]
    [InlineData(FixAll.FirstRemedy, "FeatureFlags.cs")]
    public async Task Ends_lines_as_the_file_does(string key, string file)
    {
        string source = Source("\n        if (page.IsZoneDevice)\n        {\n            page.Count++;\n            Use(page.Count);\n        }\n        page.Map?.Touch();\n").ReplaceLineEndings("\r\n");
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", source));
        string all = await Mending.TextAsync(await Mending.FixAllAsync(project, Fixer, key), file);
        Assert.Equal(all.ReplaceLineEndings("\r\n"), all);
        string one = await Mending.TextAsync(await Mending.ApplyAsync(project, (await Mending.OffersAsync(project, Fixer))[0]), file);
        Assert.Equal(one.ReplaceLineEndings("\r\n"), one);
    }

    [Fact]
    public async Task Keeps_the_words_of_what_it_moves()
    {
        string source = Source("").Replace("static void Put(Page page) {  }", "static void Put(Page page) { if (page.IsZoneDevice) { Memory.Special(page); System.Int32 n = page.Count; Memory.Use(n); } }");
        string text = await Mending.TextAsync(await FixFirstAsync(source, "cold"), "Memory.cs");
        Assert.Contains("Memory.Special(page);", text);
        Assert.Contains("System.Int32 n = page.Count;", text);
        Assert.Contains("Memory.Use(n);", text);
        Assert.Contains("[MethodImpl(MethodImplOptions.NoInlining)]", text);
    }

    [Theory]
    [InlineData("int n = 0; if (page.IsZoneDevice) { n = 1; Special(page); } Use(n);")]
    [InlineData("while (page.Count > 3) { if (page.IsZoneDevice) { if (page.Count > 5) break; Special(page); } }")]
    [InlineData("if (page.IsZoneDevice) { if (page.Count > 3) return; Special(page); } Use(1);")]
    [InlineData("if (page.IsZoneDevice) Special(page);")]
    public async Task Leaves_the_arm_where_it_shares_more_than_values(string body)
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source(body)));
        Assert.DoesNotContain(await Mending.OffersAsync(project, Fixer), offer => offer.Title.Contains("cold"));
    }

    [Theory]
    [InlineData(FixAllScope.Document, 1)]
    [InlineData(FixAllScope.Project, 0)]
    [InlineData(FixAllScope.Solution, 0)]
    public async Task Mends_all_with_one_flag_a_subject(FixAllScope scope, int left)
    {
        var project = Mending.Project(LanguageVersion.CSharp12,
            ("Memory.cs", Source("if (page.IsZoneDevice) Special(page); if (page.Count > 3 && page.IsZoneDevice) Use(2); if (page.Map != null) Use(1);")),
            ("Other.cs", "static class Other { [StaticBranch.HotPath] static void Get(Page page) { if (page.IsZoneDevice) page.Count = 3; } }"));
        var mended = await Mending.FixAllAsync(project, Fixer, FixAll.FirstRemedy, scope);
        Assert.Empty(await Mending.ErrorsAsync(mended));
        Assert.Equal(left, (await Mending.FindingsAsync(mended)).Length);
        Assert.Equal(2, (await Mending.TextAsync(mended, "FeatureFlags.cs")).Split("FeatureSwitchDefinition(").Length - 1);
    }

    [Fact]
    public async Task Mends_all_however_many_a_member_has()
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source(string.Concat(Enumerable.Repeat("if (page.IsZoneDevice) Special(page); ", 40)))));
        Assert.Empty(await Mending.FindingsAsync(await Mending.FixAllAsync(project, Fixer, FixAll.FirstRemedy)));
    }

    [Fact]
    public async Task Ends_where_a_remedy_brings_its_finding_back()
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page);")));
        var mended = await Mending.FixAllAsync(project, new Idle(), FixAll.FirstRemedy);
        Assert.Equal(Source("if ((page.IsZoneDevice)) Special(page);"), await Mending.TextAsync(mended, "Memory.cs"));
    }

    [Fact]
    public async Task Changes_nothing_where_no_finding_has_the_remedy()
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("if (page.IsZoneDevice) Special(page);")));
        Assert.Same(project.Solution, (await Mending.FixAllAsync(project, Fixer, "Guard:cold")).Solution);
    }

    // It would list the file in the project, which has it already.
    [Theory]
    [InlineData("")]
    [InlineData("namespace Mm;\n")]
    [InlineData("namespace Sample.Mm;\n")]
    public async Task Adds_no_file_to_an_MSBuild_workspace(string start)
    {
        var project = Mending.Project(LanguageVersion.CSharp12, WorkspaceKind.MSBuild, ("Memory.cs", start + Source("if (page.IsZoneDevice) Special(page);")))
            .WithMetadataReferences(Platform.NetStandard).WithParseOptions(new CSharpParseOptions(LanguageVersion.CSharp12));
        var mended = await Mending.FixAllAsync(project, Fixer, FixAll.FirstRemedy);
        Assert.Equal(project.DocumentIds, mended.DocumentIds);
        Assert.Empty(await Mending.ErrorsAsync(mended));
        Assert.Empty(await Mending.FindingsAsync(mended));
    }

    /// <summary>With the flag off, each object has to be of the kind that most are of.</summary>
    [Theory]
    [InlineData("switch (page.Kind) { case Kind.Device: Special(page); break; default: Use(1); break; }")]
    [InlineData("Use(page.Kind switch { Kind.Device => 1, _ => 2 });")]
    public async Task Guards_no_switch_over_kinds_of_which_none_is_zero(string body)
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source(body).Replace("enum Kind { Normal,", "enum Kind { Normal = 1,")));
        Assert.Empty(await Mending.OffersAsync(project, Fixer));
    }

    sealed class Idle : Fixer<SpecialCaseMustBeGuarded>
    {
        public override IEnumerable<Remedy> Remedies(Place place) => [new Parenthesize()];
    }

    sealed class Parenthesize() : Remedy("Parenthesize", "Put it in parentheses")
    {
        public override Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation) =>
            Task.FromResult<Solution?>(place.Document.WithSyntaxRoot(place.Root.ReplaceNode(place.Leaf, Conditions.Parenthesized((ExpressionSyntax)place.Leaf))).Project.Solution);
    }

    static async Task<Project> FixFirstAsync(string source, string title)
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", source));
        var offers = await Mending.OffersAsync(project, Fixer);
        return await Mending.ApplyAsync(project, offers.First(offer => offer.Title.Contains(title)));
    }

    static string Source(string body) => $$"""
        enum Kind { Normal, Device, Huge }
        class Map { public int Size; public void Touch() { } public void Release() { } }
        class DevicePage : Page { }
        class Page
        {
            public int Count, Flags;
            public Kind Kind;
            public bool Pinned;
            public bool IsZoneDevice => (Flags & 4) != 0;
            public Map Map;
            public Page Owner;
            public System.IntPtr Native;
            public static readonly Page Empty = new Page();
        }
        static class Memory
        {
            static void Special(Page page) { }
            static void Use(int? n) { }
            static void Show(string text) { }
            static int read;
            static int Read() => ++read;
            static bool IsDevice(Page page) => page.IsZoneDevice;

            [StaticBranch.HotPath]
            static void Put(Page page) { {{body}} }
        }
        """;
}
