using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flags;

/// <summary>A type that is still to be written, in a file of its own where that can be.</summary>
/// <param name="declaration">The text of the type, each line ended by <c>\n</c>.</param>
/// <param name="condition">A preprocessor condition for the whole, or null.</param>
sealed class NewType(string space, string name, string declaration, string? condition = null)
{
    /// <summary>The document that holds the type, in the changed project; null where no file can.</summary>
    public async Task<Document?> AddAsync(Document near, CancellationToken cancellation)
    {
        var root = (CompilationUnitSyntax)(await near.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        if (CanAddFiles(near.Project)) return AddFile(near.Project, Text(FileScoped(root) is not null));
        foreach (var document in near.Project.Documents.OrderByDescending(document => document.Id == near.Id))
            if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is CompilationUnitSyntax unit && !IsGenerated(document) && Append(unit) is { } extended) return document.WithSyntaxRoot(extended);
        return null;
    }

    // An MSBuild workspace would list the file in the project, where the SDK's pattern has it already, and no build would do after that.
    public static bool CanAddFiles(Project project) => project.Solution.Workspace.Kind != WorkspaceKind.MSBuild;

    /// <summary>Whether a type of the namespace can stand in a file: one with a file-scoped namespace takes no other.</summary>
    public static bool CanStandIn(CompilationUnitSyntax unit, string space) => FileScoped(unit) is not { } own || own.Name.ToString() == space;

    Document AddFile(Project project, string text)
    {
        string file = name + ".cs";
        for (int i = 2; project.Documents.Any(document => document.Name == file); i++) file = name + i + ".cs";
        return project.AddDocument(file, text, filePath: project.FilePath is { } home ? Path.Combine(Path.GetDirectoryName(home)!, file) : null);
    }

    CompilationUnitSyntax? Append(CompilationUnitSyntax unit)
    {
        if (!CanStandIn(unit, space) || FileScoped(unit) is not null && condition is not null) return null;
        var added = SyntaxFactory.ParseCompilationUnit("\n" + (FileScoped(unit) is null ? Text(isFileScoped: false) : declaration));
        // What stands at the end of the file, such as an #endif, stays before what is appended.
        var members = added.Members.Replace(added.Members[0], added.Members[0].WithLeadingTrivia(unit.EndOfFileToken.LeadingTrivia.AddRange(added.Members[0].GetLeadingTrivia())));
        var extended = FileScoped(unit) is { } holder ? unit.ReplaceNode(holder, holder.AddMembers([.. members])) : unit.AddMembers([.. members]);
        return extended.WithEndOfFileToken(extended.EndOfFileToken.WithLeadingTrivia(added.EndOfFileToken.LeadingTrivia));
    }

    string Text(bool isFileScoped)
    {
        string text = space.Length == 0 ? declaration
            : isFileScoped && condition is null ? $"namespace {space};\n\n{declaration}"
            : $"namespace {space}\n{{\n    {declaration.TrimEnd('\n').Replace("\n", "\n    ").Replace("\n    \n", "\n\n")}\n}}\n";
        return condition is null ? text : $"#if {condition}\n{text}#endif\n";
    }

    public static FileScopedNamespaceDeclarationSyntax? FileScoped(CompilationUnitSyntax unit) => unit.Members.OfType<FileScopedNamespaceDeclarationSyntax>().FirstOrDefault();

    public static bool IsGenerated(Document document) => document is SourceGeneratedDocument || document.FilePath is { } path && (path.Contains("/obj/") || path.Contains("\\obj\\"));
}
