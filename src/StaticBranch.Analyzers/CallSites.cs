using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch;

/// <summary>What callers in this compilation pass, told from syntax: two methods that share a name and a parameter count as one.</summary>
sealed class CallSites(Compilation compilation)
{
    readonly ConcurrentDictionary<IParameterSymbol, bool> known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether all callers can be seen, there are some, and each passes a constant.</summary>
    public bool AlwaysPassConstant(IParameterSymbol parameter) => known.GetOrAdd(parameter, Look);

    bool Look(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private or Accessibility.Internal, IsVirtual: false, IsOverride: false } method) return false;
        int seen = 0;
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (tree.GetText().ToString().IndexOf(method.Name + "(", StringComparison.Ordinal) < 0) continue;
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (node is not InvocationExpressionSyntax call || NameOf(call.Expression) != method.Name) continue;
                if (ArgumentFor(parameter, call.ArgumentList) is not { } argument) continue;
                if (!IsConstant(argument.Expression)) return false;
                seen++;
            }
        }
        return seen > 0;
    }

    static string? NameOf(ExpressionSyntax callee) => callee switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    static ArgumentSyntax? ArgumentFor(IParameterSymbol parameter, ArgumentListSyntax arguments)
    {
        foreach (var argument in arguments.Arguments)
            if (argument.NameColon?.Name.Identifier.ValueText == parameter.Name) return argument;
        return parameter.Ordinal < arguments.Arguments.Count && arguments.Arguments[parameter.Ordinal] is { NameColon: null } positional ? positional : null;
    }

    bool IsConstant(ExpressionSyntax value)
    {
        if (value.IsKind(SyntaxKind.TrueLiteralExpression) || value.IsKind(SyntaxKind.FalseLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression)) return true;
        if (value is not (IdentifierNameSyntax or MemberAccessExpressionSyntax)) return false;
        // RS1030 asks for the model that the driver already has, but the call may stand in another file.
#pragma warning disable RS1030
        return compilation.GetSemanticModel(value.SyntaxTree).GetConstantValue(value).HasValue;
#pragma warning restore RS1030
    }
}
