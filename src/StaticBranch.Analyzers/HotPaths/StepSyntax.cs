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

    /// <summary>The words of which one stands in the text of each body that <see cref="In"/> accepts.</summary>
    public static readonly string[] Words = ["--", "++", "Interlocked", "Increment", "Decrement", "Put(", "Release(", "Unref(", .. HelperWords];

    /// <param name="text">The text of the file that the body is in.</param>
    /// <param name="member">The name of the member: where it says that something is taken or dropped, helpers are looked at too, and any compare-exchange may be the drop.</param>
    public static bool In(SyntaxNode body, string text, string member)
    {
        bool releases = MemberNames.SaysRelease(member), counts = releases || MemberNames.SaysAcquire(member) && !MemberNames.SaysGet(member);
        bool isCounter = counts && body.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { Identifier.ValueText: var type } && MemberNames.SaysReferenceCount(type);
        // From word to word: to walk all nodes of a long body would cost more than to look at these.
        foreach (string word in Words)
            for (int at = body.SpanStart; (at = text.IndexOf(word, at, body.Span.End - at, StringComparison.Ordinal)) >= 0; at += word.Length)
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
