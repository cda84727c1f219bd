using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace StaticBranch.Flags;

/// <summary>Writes new flags into the class that holds them, and the class where there is none yet.</summary>
static class FlagClass
{
    const string Attribute = "System.Diagnostics.CodeAnalysis.FeatureSwitchDefinitionAttribute";

    /// <summary>The document, in a solution that declares the flag; null where the class is not ours to extend, or what is written would not compile.</summary>
    public static async Task<Document?> AddAsync(Document document, NewFlag flag, CancellationToken cancellation)
    {
        if (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation) return null;
        var type = compilation.GetTypeByMetadataName(flag.Type);
        if (type?.GetMembers(flag.Name).IsEmpty == false) return document;
        string newLine = NewLineOf((await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!);
        var project = HasAttribute(compilation) ? document.Project : AddFile(document.Project, "FeatureSwitchDefinitionAttribute", AttributeSource.Replace("\n", newLine)).Project;

        Document? holder;
        if (type is null)
        {
            bool isFileScoped = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!.DescendantNodes(node => node is CompilationUnitSyntax).Any(node => node is FileScopedNamespaceDeclarationSyntax);
            holder = AddFile(project, flag.Type.Substring(flag.Type.LastIndexOf('.') + 1), ClassSource(flag.Type, isFileScoped).Replace("\n", newLine));
        }
        else
        {
            holder = project.GetDocument(type.DeclaringSyntaxReferences.Select(declaration => declaration.SyntaxTree).FirstOrDefault(tree => project.GetDocument(tree) is not null));
        }
        if (holder is null || await AddPropertyAsync(holder, flag, newLine, cancellation).ConfigureAwait(false) is not { } written) return null;
        return written.Project.GetDocument(document.Id);
    }

    static async Task<Document?> AddPropertyAsync(Document holder, NewFlag flag, string newLine, CancellationToken cancellation)
    {
        var root = (await holder.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        string simpleName = flag.Type.Substring(flag.Type.LastIndexOf('.') + 1);
        if (root.DescendantNodes().OfType<TypeDeclarationSyntax>().FirstOrDefault(type => type.Identifier.ValueText == simpleName && type.TypeParameterList is null) is not { } type) return null;
        string access = type.Modifiers.Any(SyntaxKind.PublicKeyword) ? "internal" : "public";
        string gap = type.Members.Count > 0 ? newLine : "";
        string text = $"{gap}[global::{Attribute.Substring(0, Attribute.Length - "Attribute".Length)}(\"{flag.SwitchName}\")]{newLine}{access} static bool {flag.Name} {{ get; }} = {flag.Value};{newLine}";
        var property = SyntaxFactory.ParseMemberDeclaration(text)!.WithAdditionalAnnotations(Formatter.Annotation);
        var edit = new Edit(type, type.AddMembers(FlagReference.Shortened(property)));
        return await Trial.ApplyAsync(holder, edit, cancellation).ConfigureAwait(false) is { } written ? await FlagReference.ImportAsync(written, cancellation).ConfigureAwait(false) : null;
    }

    static bool HasAttribute(Compilation compilation) =>
        compilation.GetTypesByMetadataName(Attribute).Any(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly));

    static Document AddFile(Project project, string name, string text)
    {
        string file = name + ".cs";
        for (int i = 2; project.Documents.Any(document => document.Name == file); i++) file = name + i + ".cs";
        string? path = project.FilePath is { } home ? Path.Combine(Path.GetDirectoryName(home)!, file) : null;
        return project.AddDocument(file, text, filePath: path);
    }

    static string NewLineOf(SyntaxNode root) =>
        root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end.ToFullString() : "\n";

    static string ClassSource(string type, bool isFileScoped)
    {
        int dot = type.LastIndexOf('.');
        string declaration = $"internal static class {type.Substring(dot + 1)}\n{{\n}}\n";
        if (dot < 0) return declaration;
        string start = "namespace " + type.Substring(0, dot);
        return isFileScoped ? $"{start};\n\n{declaration}" : $"{start}\n{{\n    {declaration.TrimEnd('\n').Replace("\n", "\n    ")}\n}}\n";
    }

    // The compiler, ILLink and NativeAOT know the attribute by its name. A project for several frameworks has the file in all of them.
    const string AttributeSource = """
        #if !NET9_0_OR_GREATER
        namespace System.Diagnostics.CodeAnalysis
        {
            [AttributeUsage(AttributeTargets.Property, Inherited = false)]
            internal sealed class FeatureSwitchDefinitionAttribute : Attribute
            {
                public FeatureSwitchDefinitionAttribute(string switchName)
                {
                    SwitchName = switchName;
                }

                public string SwitchName { get; }
            }
        }
        #endif

        """;
}
