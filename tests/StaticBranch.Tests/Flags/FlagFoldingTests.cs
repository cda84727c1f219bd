using StaticBranch.Flags;

namespace StaticBranch.Tests.Flags;

public class FlagFoldingTests
{
    const string Switch = """AppContext.TryGetSwitch("On", out var on) && on""";

    [Theory]
    [InlineData("class F { public const bool On = false; }", "F.On")]
    [InlineData("class F { public const bool On = false; public static bool Mutable; }", "F.On && F.Mutable")]
    [InlineData("class F { public static bool On => false; }", "F.On")]
    [InlineData("class F { public static bool On() { return false; } }", "F.On()")]
    public void A_literal_folds_in_every_mode(string declarations, string expression) => Assert.Equal(CompileModes.All, Judged.Of(declarations, expression).Folding.Folds);

    [Theory]
    [InlineData("static readonly bool On = Read();", "F.On")]
    [InlineData("static bool On { get; } = Read();", "F.On")]
    [InlineData("static readonly bool On; static F() => On = Read();", "F.On")]
    [InlineData("static readonly bool On = Read(); public static bool A => On; public static bool B => A; public static bool C { get { return B; } }", "F.C")]
    [InlineData("static readonly bool On = Read(); public static bool A() => On; public static bool B() => !A();", "F.B()")]
    [InlineData("static readonly bool On = Read();", "!F.On")]
    [InlineData("static readonly bool On = Read();", "F.On == false")]
    [InlineData("static readonly bool On = Read();", "F.On is true")]
    [InlineData("static readonly bool On = Read(); public static readonly bool Off = !On;", "F.On && !F.Off || F.On")]
    [InlineData("static readonly bool On = Read(); public static bool Either(bool other) => On || other;", "F.Either(F.On)")]
    [InlineData("static readonly bool On = Read(); public static bool Local() { var on = On; return !on; }", "F.Local()")]
    [InlineData("static readonly bool On = Read(); public static bool Early() { if (!On) return false; return true; }", "F.Early()")]
    [InlineData("static readonly int Level = Read() ? 1 : 2;", "F.Level > 1 ? F.Level == 7 : true")]
    [InlineData("static readonly int Level = Read() ? 1 : 2;", "F.Level switch { 1 => true, > 5 and < 8 => false, _ => true }")]
    [InlineData("static readonly DayOfWeek Day = Read() ? default : (DayOfWeek)3;", "(F.Day & DayOfWeek.Friday) != 0")]
    [InlineData("static readonly AttributeTargets Mask = Read() ? default : (AttributeTargets)3;", "F.Mask.HasFlag(AttributeTargets.Class)")]
    [InlineData("static readonly bool? On = Read();", "F.On == true")]
    [InlineData("static readonly bool? On = Read();", "F.On ?? false")]
    [InlineData("static readonly bool? On = Read();", "F.On.GetValueOrDefault()")]
    [InlineData("static readonly Action Hook = Read() ? () => { } : null;", "F.Hook != null")]
    [InlineData("static readonly object Hook = Read() ? new() : null;", "F.Hook is not null")]
    [InlineData("static readonly string Name = Read() ? \"\" : null;", "F.Name is null")]
    [InlineData("static readonly (bool A, int B) Pair = (Read(), 1);", "F.Pair.A")]
    [InlineData("static readonly S Options = new S { A = Read() }; public struct S { public bool A; public bool B => A; public bool C { get; } }", "F.Options.A && F.Options.B && F.Options.C")]
    [InlineData("static readonly I Options = new On(); public interface I { bool A { get; } } class On : I { public bool A => Flag; } static readonly bool Flag = Read();", "F.Options.A")]
    [InlineData("static readonly B Options = Read() ? new B() : new C(); public class B { public virtual bool A => false; } class C : B { public override bool A => true; }", "F.Options.A")]
    [InlineData("static readonly int[] Empty = Read() ? [] : [1];", "F.Empty.Length == 0")]
    public void A_static_that_is_assigned_once_folds_under_the_jit(string members, string expression)
    {
        var folding = Judged.Of($"#nullable disable\npublic class F {{ static bool Read() => {Switch}; public {members} }}", expression).Folding;

        Assert.True(folding.FoldsUnder(CompileModes.Jit), folding.Reason);
        Assert.False(folding.FoldsUnder(CompileModes.NativeAot) || folding.FoldsUnder(CompileModes.ReadyToRun) || folding.FoldsUnder(CompileModes.ILLink));
    }

    [Theory]
    [InlineData("static bool On;", "F.On", "'F.On' is not readonly")]
    [InlineData("static volatile bool On;", "F.On", "'F.On' is volatile")]
    [InlineData("static bool On { get; set; }", "F.On", "'F.On' has a setter")]
    [InlineData("static bool On { get; private set; }", "F.On", "'F.On' has a setter")]
    [InlineData("static int N; [ThreadStatic] public static readonly bool On;", "F.On", "'F.On' is thread static")]
    [InlineData("static bool On => AppContext.TryGetSwitch(\"On\", out var on) && on;", "F.On", "AppContext is asked on each call")]
    [InlineData("static bool On => Environment.GetEnvironmentVariable(\"ON\") == \"1\";", "F.On", "strings are compared at run time")]
    [InlineData("static readonly Options O = new(); public class Options { public readonly bool On; }", "F.O.On", "'Options.On' is held in an object")]
    [InlineData("static readonly Options O = new(); public class Options { public bool On { get; } }", "F.O.On", "'Options.On' is held in an object")]
    [InlineData("static Options O = new(); public class Options { public bool On { get; } }", "F.O.On", "'F.O' is not readonly")]
    [InlineData("static readonly Lazy<bool> On = new(() => true);", "F.On.Value", "a Lazy<T> is asked on each call")]
    [InlineData("static readonly Func<bool> On = () => true;", "F.On()", "a delegate is called")]
    [InlineData("static bool? on; public static bool On => on ??= true;", "F.On", "it is computed at run time")]
    [InlineData("unsafe static readonly bool* Place = null; public unsafe static bool On => *Place;", "F.On", "it is computed at run time")]
    [InlineData("static readonly bool Up = Read(); unsafe static readonly bool* Place = null; public unsafe static bool On => Up && *Place;", "F.On", "it is computed at run time")]
    [InlineData("static readonly bool[] On = [true];", "F.On[0]", "it is an element of an array")]
    [InlineData("static readonly System.Collections.Generic.List<bool> On = [true];", "F.On[0]", "it is an element of a collection")]
    [InlineData("static readonly decimal Rate = 1;", "F.Rate == 1", "a decimal is computed at run time")]
    [InlineData("static event Action Changed; public static bool On => Changed != null;", "F.On", "'F.Changed' can gain a handler at any time")]
    [InlineData("static readonly object A = new(), B = A;", "F.A == F.B", "two objects are compared")]
    [InlineData("static readonly bool A = true; public static bool On { [MethodImpl(MethodImplOptions.NoInlining)] get => A; }", "F.On", "'F.On' must not be inlined")]
    [InlineData("static readonly bool A = true; public static bool On { get { lock (typeof(F)) return A; } }", "F.On", "'F.On' has a protected region and is not inlined")]
    [InlineData("static readonly bool A = true; public static bool On { get { while (!A) ; return A; } }", "F.On", "'F.On' has a loop and is not inlined")]
    [InlineData("static bool A => B; public static bool B => !A;", "F.A", "'F.A' refers to itself")]
    [InlineData("static bool A => A;", "F.A", "'F.A' refers to itself")]
    [InlineData("static bool A => Missing;", "F.A", "it does not compile")]
    [InlineData("static Missing A => default;", "F.A", "it does not compile")]
    [InlineData("const int Zero = 1 / 0;", "F.Zero == 1", "it does not compile")]
    [InlineData("static bool A { set { } }", "F.A", "'F.A' has no getter")]
    [InlineData("static extern bool A();", "F.A()", "the body of 'F.A' is out of sight")]
    public void Anything_else_names_what_is_in_the_way(string members, string expression, string reason)
    {
        var folding = Judged.Of($"#nullable disable\npublic class F {{ public {members} }}", expression).Folding;

        Assert.Equal((CompileModes.None, reason), (folding.Folds, folding.Reason));
    }

    [Theory]
    [InlineData("page.IsDevice", "'Page.IsDevice' is held in an object")]
    [InlineData("page.IsHuge", "'page' is a parameter")]
    [InlineData("parameter", "'parameter' is a parameter")]
    [InlineData("page == null", "'page' is a parameter")]
    [InlineData("Missing", "it does not compile")]
    [InlineData("page.Missing", "it does not compile")]
    [InlineData("System.Diagnostics.Debugger.IsAttached", "a debugger can attach at any time")]
    public void What_is_no_flag_does_not_fold(string expression, string reason)
    {
        var folding = Judged.Of("", expression).Folding;

        Assert.Equal((false, reason), (folding.FoldsUnder(CompileModes.Jit), folding.Reason));
    }

    [Theory]
    [InlineData("typeof(T) == typeof(int)", true)]
    [InlineData("typeof(TFlag) == typeof(int)", true)]
    [InlineData("typeof(T) == typeof(string)", false)]
    [InlineData("typeof(TFlag) == typeof(TClass)", true)]
    [InlineData("typeof(T) == typeof(TClass)", false)]
    [InlineData("TFlag.On", true)]
    [InlineData("TClass.On", false)]
    [InlineData("G<T>.On", false)]
    [InlineData("G<TFlag>.On", true)]
    [InlineData("G<T[]>.Property", false)]
    [InlineData("G<int>.Property", true)]
    [InlineData("G<string>.On", true)]
    [InlineData("Generic<T>()", false)]
    [InlineData("H.Of<T>()", false)]
    [InlineData("H.Of<int>()", true)]
    [InlineData("H.Ask<On>()", true)]
    [InlineData("H.Ask<Depends>()", false)]
    [InlineData("RuntimeHelpers.IsReferenceOrContainsReferences<T>()", true)]
    [InlineData("Unsafe.SizeOf<T>() == 4", true)]
    [InlineData("typeof(T).IsValueType", true)]
    [InlineData("IntPtr.Size == 8", true)]
    [InlineData("Sse2.IsSupported", true)]
    [InlineData("Avx2.IsSupported", true)]
    [InlineData("Avx2.X64.IsSupported", true)]
    [InlineData("OperatingSystem.IsWindows()", true)]
    [InlineData("RuntimeFeature.IsDynamicCodeSupported", true)]
    [InlineData("BitConverter.IsLittleEndian", true)]
    [InlineData("Environment.Is64BitProcess", true)]
    [InlineData("System.Runtime.GCSettings.IsServerGC", false)]
    public void Generics_and_intrinsics_fold_where_the_code_is_not_shared(string expression, bool folds)
    {
        var folding = Judged.Of("""
            static class G<T> { public static readonly bool On = typeof(T).Name == "Int32"; public static bool Property => On; }
            static class H { public static bool Of<T>() => G<T>.On; public static bool Ask<T>() where T : IFlag => T.On; public static bool Mutable; }
            struct On : IFlag { static bool IFlag.On => true; }
            struct Depends : IFlag { static bool IFlag.On => H.Mutable; }
            """, expression).Folding;

        Assert.True(folds == folding.FoldsUnder(CompileModes.Jit), folding.Reason);
    }

    [Theory]
    [InlineData("static readonly bool On = true;", true)]
    [InlineData("static readonly bool On = 2 > 1 && !false;", true)]
    [InlineData("static readonly int On = Sum(4); static int Sum(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += i; return sum; }", true)]
    [InlineData("static readonly object On = new Off(); class Off { }", true)]
    [InlineData("static readonly bool On = true; static readonly string Other = Environment.MachineName;", false)]
    [InlineData("static readonly bool On; static F() => On = true;", false)]
    [InlineData("static readonly object On = Environment.NewLine;", false)]
    public void NativeAOT_folds_what_it_can_run_at_build_time(string members, bool folds) =>
        Assert.Equal(folds, Judged.Of($"public class F {{ public {members} }}", "F.On").Folding.FoldsUnder(CompileModes.NativeAot));

    [Theory]
    [InlineData("static readonly bool On = false;", true)]
    [InlineData("static readonly bool On;", true)]
    [InlineData("static readonly bool On = true;", false)]
    [InlineData("static readonly bool On = false; static readonly int Other = 1;", false)]
    public void Without_tiering_only_a_class_without_initialisers_folds(string members, bool folds) =>
        Assert.Equal(folds, Judged.Of($"public class F {{ public {members} }}", "F.On").Folding.FoldsUnder(CompileModes.Untiered));

    [Theory]
    [InlineData("{ get; } = Read();", true)]
    [InlineData("=> Read();", false)]
    public void A_feature_switch_folds_ahead_of_time_whatever_its_body(string body, bool foldsUnderTheJit)
    {
        var folding = Judged.Of($"public class F {{ [FeatureSwitchDefinition(\"On\")] public static bool On {body} static bool Read() => {Switch}; }}", "F.On").Folding;

        Assert.Equal((true, foldsUnderTheJit), (folding.FoldsUnder(CompileModes.NativeAot | CompileModes.ILLink), folding.FoldsUnder(CompileModes.Jit)));
    }

    [Fact]
    public void The_reason_is_that_of_the_mode_asked_for()
    {
        var folding = Judged.Of("class F { public static readonly string On = Environment.MachineName; }", "F.On").Folding;

        Assert.Null(folding.ReasonUnder(CompileModes.Jit));
        Assert.Equal("NativeAOT cannot run the initialisers of 'F' at build time", folding.ReasonUnder(CompileModes.Jit | CompileModes.NativeAot));
        Assert.Equal("ILLink reads no static fields", folding.ReasonUnder(CompileModes.ILLink | CompileModes.Untiered));
    }

    [Theory]
    [InlineData("F.Field", "Field")]
    [InlineData("(object)(F.Field)", "Field")]
    [InlineData("F.Property", "Property")]
    [InlineData("F.Method()", "Method")]
    [InlineData("F.O.On", "On")]
    [InlineData("F.O.Count", null)]
    [InlineData("F.Asked()", "Asked")]
    [InlineData("F.Next()", null)]
    [InlineData("F.PerThread", null)]
    [InlineData("F.Delegate()", "Delegate")]
    [InlineData("TFlag.On", "On")]
    [InlineData("RuntimeHelpers.IsReferenceOrContainsReferences<T>()", "IsReferenceOrContainsReferences")]
    [InlineData("""AppContext.TryGetSwitch("On", out var on)""", "TryGetSwitch")]
    [InlineData("!F.Field", null)]
    [InlineData("page.IsDevice", null)]
    [InlineData("parameter", null)]
    [InlineData("Missing.On", null)]
    public void A_flag_is_what_the_process_has_one_of(string expression, string? flag) =>
        Assert.Equal(flag, Judged.Of("""
            class O { public bool On; public int Count; }
            class F
            {
                public static bool Field; public static bool Property { get; set; } public static bool Method() => true; public static O O; public static Func<bool> Delegate;
                public static bool Asked() => Field; public static bool Next() => ++O.Count > 3; [ThreadStatic] public static bool PerThread;
            }
            """, expression).Flag);

    [Fact]
    public void A_condition_of_a_thousand_operands_is_read() =>
        Assert.True(Judged.Of("class F { public static readonly bool On; }", string.Join(" || ", Enumerable.Repeat("F.On", 1_000))).Folding.FoldsUnder(CompileModes.Jit));

    [Fact]
    public void Helpers_that_call_each_other_twice_end() =>
        Assert.Equal("'F.P8' is too many calls away",
            Judged.Of($"class F {{ {string.Concat(Enumerable.Range(0, 40).Select(i => $"public static bool P{i} => P{i + 1} && P{i + 1}; "))} }}", "F.P0").Folding.Reason);
}
