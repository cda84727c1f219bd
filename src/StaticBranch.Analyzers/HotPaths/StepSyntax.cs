using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.HotPaths;

/// <summary>Tells from the names in a body whether it may step a count of references, so that nearly all bodies that step something else need not be bound.</summary>
static class StepSyntax
{
    // What a member may hand over to where it is the release of its own object.
    static readonly string[] OwnReleases = ["Put", "Release", "Unref"];

    // How helpers that step a count are named, in the kernel and outside.
    static readonly string[] HelperWords = ["TestZero", "RefInc", "RefDec", "RefSub", "RefAdd", "IncRef", "DecRef", "AddRef", "SubRef", "PutPage", "GetPage"];

    const string Atomic = "Interlocked.";
    static readonly string[] PlainWords = ["--", "++", Atomic], Words = [.. PlainWords, "Increment", "Decrement", "Put(", "Release(", "Unref(", .. HelperWords];

    /// <summary>Whether a body may step a count: with an atomic operation anywhere, with a plain step or a helper where the name of the member says so.</summary>
    public static bool MayStep(SyntaxNode body, string member, FileText file)
    {
        bool releases = MemberNames.SaysRelease(member), acquires = MemberNames.SaysAcquire(member);
        if (!releases && !acquires && !file.Mentions(Atomic, body.Span)) return false;
        bool counts = releases || acquires && !MemberNames.SaysGet(member);
        bool isCounter = counts && body.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { Identifier.ValueText: var type } && MemberNames.SaysReferenceCount(type);
        // From word to word: to walk all nodes of a long body would cost more than to look at these.
        foreach (string word in counts ? Words : PlainWords)
            foreach (int at in file.PlacesOf(word, body.Span))
                if (StepAt(body.FindToken(at)) is { } step && Steps(step, counts, releases, isCounter)) return true;
        return false;
    }

    static ExpressionSyntax? StepAt(SyntaxToken word) => word.Parent?.FirstAncestorOrSelf<ExpressionSyntax>(static node => node is InvocationExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax);

    static bool Steps(ExpressionSyntax node, bool counts, bool releases, bool isCounter) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var step, Expression: var type }, ArgumentList.Arguments: [{ Expression: var counter }, ..] } when SyntaxNames.Last(type) == "Interlocked" => step switch
        {
            "Increment" => CountsReferences(counter),
            // Any counter that is torn down at zero may be one of references.
            "Decrement" or "Add" => true,
            "CompareExchange" => releases || CountsReferences(counter),
            _ => false,
        },
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var own } } when releases && OwnReleases.Contains(own) => true,
        InvocationExpressionSyntax { Expression: var callee } => counts && SyntaxNames.Last(callee) is { } name && (MemberNames.SaysStep(name) is not null || HelperWords.Any(word => name.IndexOf(word, StringComparison.Ordinal) >= 0)),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression, Operand: var counter } => isCounter || CountsReferences(counter),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression, Operand: var counter } => isCounter || CountsReferences(counter),
        _ => false,
    };

    static bool CountsReferences(ExpressionSyntax counter) => SyntaxNames.Last(counter) is { } name && MemberNames.SaysReferenceCount(name);
}
