using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticBranch.Flags;

namespace StaticBranch.Tests.Flags;

/// <summary>The verdict on one expression, which stands in a generic method of a class that is not the flags'.</summary>
sealed class Judged
{
    readonly FlagFolding flags;
    readonly IOperation value;

    Judged(FlagFolding flags, IOperation value) => (this.flags, this.value) = (flags, value);

    public Folding Folding => flags.Of(value);
    public string? Flag => flags.IsFlag(value, out var flag) ? flag.Name : null;

    public static Judged Of(string declarations, string expression)
    {
        var hot = Parse($$"""
            using System; using System.Runtime.CompilerServices; using System.Runtime.Intrinsics.X86; using System.Diagnostics.CodeAnalysis;
            interface IFlag { static abstract bool On { get; } }
            class Page { public bool IsDevice; public readonly bool Fixed; public virtual bool IsHuge => false; }
            class Hot { object Put<T, TFlag, TClass>(Page page, bool parameter) where TFlag : struct, IFlag where TClass : IFlag => ({{expression}}); }
            """);
        var compilation = CSharpCompilation.Create("judged", [hot, Parse("using System; using System.Runtime.CompilerServices; using System.Diagnostics.CodeAnalysis;\n" + declarations)],
            Platform.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var syntax = hot.GetRoot().DescendantNodes().OfType<ParenthesizedExpressionSyntax>().First(node => node.Parent is ArrowExpressionClauseSyntax).Expression;
        var operation = compilation.GetSemanticModel(hot).GetOperation(syntax) ?? throw new ArgumentException($"'{expression}' is no operation.");
        return new Judged(new FlagFolding(new Bodies(compilation)), operation);
    }

    static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview));
}
