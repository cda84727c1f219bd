using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StaticBranch;

/// <summary>One rule on what hot paths test: the kind of finding it speaks for, and the words it finds.</summary>
abstract class HotPathRule(SpecialKind kind, DiagnosticDescriptor descriptor) : IRule
{
    public static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted).WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType);

    public DiagnosticDescriptor Descriptor => descriptor;

    /// <summary>The diagnostic for a finding that the rule speaks for.</summary>
    public Diagnostic? Report(Finding finding, HotBody body)
    {
        if (finding.Kind != kind) return null;
        var member = body.Member;
        var facts = ImmutableDictionary.CreateBuilder<string, string?>();
        facts[Facts.HotMember] = member.Symbol.GetDocumentationCommentId();
        facts[Facts.Evidence] = member.Evidence;
        facts[Facts.Kind] = finding.Kind.ToString();
        facts[Facts.Scope] = finding.Scope.ToString();
        facts[Facts.Subject] = finding.Subject.Name;
        facts[Facts.SpecialWhen] = finding.SpecialWhen ? "true" : "false";
        facts[Facts.Flag] = finding.Flag?.Flag.ToDisplayString(FullName);
        facts[Facts.FlagsType] = body.Analysis.Flags.NewFlagsType(finding.Leaf.Syntax.SyntaxTree);
        facts[Facts.Flags] = string.Join("|", body.Analysis.Flags.Near(finding.Subject.Name, body.Target).Select(flag => flag.ToDisplayString(FullName)));
        var places = ImmutableArray.CreateBuilder<Location>();
        places.Add(member.Symbol.Locations[0]);
        if (member.EvidenceLocation is { } evidence) places.Add(evidence);
        places.AddRange(finding.Others);
        return Diagnostic.Create(descriptor, finding.Leaf.Syntax.GetLocation(), places, facts.ToImmutable(), Arguments(finding, body));
    }

    /// <summary>The words of the message: by default the member, how it is hot, and the text of the leaf.</summary>
    protected virtual object[] Arguments(Finding finding, HotBody body) => [NameOf(body.Member.Symbol), body.Member.Evidence, Text(finding.Leaf.Syntax)];

    internal static string NameOf(ISymbol member) => member is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name : member.Name;

    // A message is one line, and a leaf may run over several.
    internal static string Text(SyntaxNode node) => string.Join(" ", node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
