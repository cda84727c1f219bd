using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace StaticBranch.Flags;

/// <summary>Writes new flags into the class that holds them, and the class where there is none yet.</summary>
static class FlagClass
{
    const string Attribute = "System.Diagnostics.CodeAnalysis.FeatureSwitchDefinitionAttribute";

    // The compiler, ILLink and NativeAOT know the attribute by its name. A project for several frameworks has the file in all of them.
    static readonly NewType AttributeType = new("System.Diagnostics.CodeAnalysis", "FeatureSwitchDefinitionAttribute", """
        [AttributeUsage(AttributeTargets.Property, Inherited = false)]
        internal sealed class FeatureSwitchDefinitionAttribute : Attribute
        {
            public FeatureSwitchDefinitionAttribute(string switchName)
            {
                SwitchName = switchName;
            }

            public string SwitchName { get; }
        }

        """, condition: "!NET9_0_OR_GREATER");

    /// <summary>The document, in a solution that declares the flag; null where the class is not ours to extend, or what is written would not compile.</summary>
    public static async Task<Document?> AddAsync(Document document, NewFlag flag, CancellationToken cancellation)
    {
        if (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation) return null;
        var type = Find(flag.Type, compilation);
        if (type is null && !IsFree(flag.Type, compilation)) return null;
        if (type?.GetMembers(flag.Name).IsEmpty == false) return document;
        var near = document;
        // Without the attribute the flag folds under the JIT all the same.
        bool hasAttribute = HasAttribute(compilation);
        if (!hasAttribute && await AttributeType.AddAsync(near, cancellation).ConfigureAwait(false) is { } polyfilled)
        {
            near = polyfilled.Project.GetDocument(document.Id)!;
            hasAttribute = true;
        }
        var holder = type is null ? await TypeOf(flag).AddAsync(near, cancellation).ConfigureAwait(false) : Declaring(type, near.Project);
        if (holder is null || await AddPropertyAsync(holder, flag, hasAttribute, cancellation).ConfigureAwait(false) is not { } written) return null;
        return written.Project.GetDocument(document.Id);
    }

    /// <summary>The type of a full name, which tells a namespace from the type that another is nested in no more than code does.</summary>
    public static INamedTypeSymbol? Find(string fullName, Compilation compilation)
    {
        if (compilation.GetTypeByMetadataName(fullName.Replace("@", "")) is { } type) return type;
        int dot = fullName.LastIndexOf('.');
        return dot < 0 ? null : Find(fullName.Substring(0, dot) + "+" + fullName.Substring(dot + 1), compilation);
    }

    // What is called like a namespace cannot be a type, nor a namespace what is called like a type.
    static bool IsFree(string fullName, Compilation compilation)
    {
        var (space, name) = Split(fullName.Replace("@", ""));
        INamespaceSymbol? outer = compilation.GlobalNamespace;
        foreach (string part in space.Split('.').Where(part => part.Length > 0))
        {
            if (outer.GetTypeMembers(part, arity: 0).Any()) return false;
            outer = outer.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == part);
            if (outer is null) return true;
        }
        return outer.GetNamespaceMembers().All(inner => inner.Name != name);
    }

    /// <summary>The full name of the class that a new flag goes to: the one that is asked for, or the nearest to it that a file can hold.</summary>
    public static string NameFor(Place place)
    {
        string wanted = place[Facts.FlagsType];
        var (space, name) = Split(wanted);
        var compilation = place.Model.Compilation;
        if (NewType.CanAddFiles(place.Document.Project) || Find(wanted, compilation) is not null) return wanted;
        if (compilation.SyntaxTrees.Any(tree => place.Document.Project.GetDocument(tree) is { } document && !NewType.IsGenerated(document) && NewType.CanStandIn(tree.GetCompilationUnitRoot(), space))) return wanted;
        if (compilation.GetSymbolsWithName(name, SymbolFilter.Type).OfType<INamedTypeSymbol>().FirstOrDefault(type => type is { IsStatic: true, ContainingType: null, IsGenericType: false }) is { } other) return other.ToDisplayString(HotPathRule.FullName);
        return NewType.FileScoped((CompilationUnitSyntax)place.Root) is { } own ? own.Name + "." + name : wanted;
    }

    static NewType TypeOf(NewFlag flag)
    {
        var (space, name) = Split(flag.Type);
        return new(space, name, $"internal static class {name}\n{{\n}}\n");
    }

    // The tree may have been replaced by one that holds the attribute too, so it is found by its path.
    static Document? Declaring(INamedTypeSymbol type, Project project) =>
        project.Documents.FirstOrDefault(document => document.FilePath is { } path ? type.Locations.Any(location => location.SourceTree?.FilePath == path) : type.Locations.Any(location => project.GetDocument(location.SourceTree)?.Id == document.Id));

    static async Task<Document?> AddPropertyAsync(Document holder, NewFlag flag, bool hasAttribute, CancellationToken cancellation)
    {
        var model = (await holder.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        var types = (await model.SyntaxTree.GetRootAsync(cancellation).ConfigureAwait(false)).DescendantNodes().OfType<TypeDeclarationSyntax>();
        if (types.LastOrDefault(type => model.GetDeclaredSymbol(type, cancellation)?.ToDisplayString(HotPathRule.FullName) == flag.Type) is not { } type) return null;
        string access = type.Modifiers.Any(SyntaxKind.PublicKeyword) ? "internal" : "public";
        string gap = type.Members.Count > 0 ? "\n" : "";
        string attribute = hasAttribute ? $"[global::{Attribute.Substring(0, Attribute.Length - "Attribute".Length)}(\"{flag.SwitchName}\")]\n" : "";
        string text = $"{gap}{attribute}{access} static bool {flag.Name} {{ get; }} = {flag.Value};\n";
        var property = SyntaxFactory.ParseMemberDeclaration(text)!.WithAdditionalAnnotations(Formatter.Annotation);
        var edit = new Edit(type, WithBraces(type).AddMembers(FlagReference.Shortened(property)));
        return await Trial.ApplyAsync(holder, edit, cancellation).ConfigureAwait(false) is { } written ? await FlagReference.ImportAsync(written, cancellation).ConfigureAwait(false) : null;
    }

    // A type without members may end in a semicolon, and only the text shows that braces are missing then.
    static TypeDeclarationSyntax WithBraces(TypeDeclarationSyntax type) => !type.OpenBraceToken.IsKind(SyntaxKind.None) ? type
        : type.WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(SyntaxFactory.EndOfLine("\n")).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")))
            .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTriviaFrom(type.SemicolonToken)).WithSemicolonToken(default).WithAdditionalAnnotations(Formatter.Annotation);

    static bool HasAttribute(Compilation compilation) =>
        compilation.GetTypesByMetadataName(Attribute).Any(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly));

    public static (string Space, string Name) Split(string type) => type.LastIndexOf('.') is var dot and > 0 ? (type.Substring(0, dot), type.Substring(dot + 1)) : ("", type);
}
