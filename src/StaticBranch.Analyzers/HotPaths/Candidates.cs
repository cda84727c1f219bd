using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.HotPaths;

/// <summary>Reads a file for the bodies that are worth a symbol, told from names and text: one in twenty-five.</summary>
sealed class Candidates(PoolTypes pools)
{
    /// <summary>The bodies of a file with their clues: those that somebody may speak of, and those that have any clues.</summary>
    /// <param name="infers">Whether clues count by themselves.</param>
    public IEnumerable<(DeclaredBody Body, Clues Clues)> In(SemanticModel model, Func<DeclaredBody, bool> isSaid, bool infers, CancellationToken cancellation)
    {
        var file = FileText.Of(model.SyntaxTree);
        foreach (var (body, isInPool) in BodiesIn(model, cancellation))
        {
            bool said = isSaid(body);
            if ((said || infers) && BodyText.Of(body, file, isInPool) is var clues && (said || clues != Clues.None)) yield return (body, clues);
        }
    }

    IEnumerable<(DeclaredBody Body, bool IsInPool)> BodiesIn(SemanticModel model, CancellationToken cancellation)
    {
        var file = (CompilationUnitSyntax)model.SyntaxTree.GetRoot(cancellation);
        if (DeclaredBody.TopLevelOf(file) is { } statements) yield return (statements, false);
        var open = new Stack<(MemberDeclarationSyntax Member, bool IsInPool)>(file.Members.Select(static member => (member, false)));
        while (open.Count > 0)
        {
            var (member, isInPool) = open.Pop();
            if (member is BaseNamespaceDeclarationSyntax space)
            {
                foreach (var inner in space.Members) open.Push((inner, false));
            }
            else if (member is TypeDeclarationSyntax type)
            {
                isInPool = isInPool || PoolTypes.MayBe(type) && model.GetDeclaredSymbol(type, cancellation) is { } declared && pools.IsPool(declared);
                foreach (var body in DeclaredBody.In(type)) yield return (body, isInPool);
                foreach (var inner in type.Members)
                    if (inner is TypeDeclarationSyntax) open.Push((inner, isInPool));
            }
        }
    }
}
