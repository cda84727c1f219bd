using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticBranch.HotPaths;

namespace StaticBranch;

/// <summary>What callers in this compilation pass, told from syntax: two methods that share a name and a parameter count as one.</summary>
sealed class CallSites(Compilation compilation, FileTexts files)
{
    readonly ConcurrentDictionary<IParameterSymbol, bool> known = new(SymbolEqualityComparer.Default);
    readonly ConcurrentDictionary<IMethodSymbol, bool> everyPath = new(SymbolEqualityComparer.Default);
    readonly ConcurrentDictionary<IMethodSymbol, bool> cold = new(SymbolEqualityComparer.Default);

    /// <summary>Whether all callers can be seen, there are some, and each passes a constant.</summary>
    public bool AlwaysPassConstant(IParameterSymbol parameter) => known.GetOrAdd(parameter, Look);

    /// <summary>Whether some member that rents, returns or releases, or that constructs, calls the method on each of its paths.</summary>
    public bool StandOnEveryPath(IMethodSymbol method) => everyPath.GetOrAdd(method, method => Of(method).Any(IsOnEveryPath));

    /// <summary>Whether a private method is only called where an object is made: in constructors, or for want of one that is there already.</summary>
    public bool AreCold(IMethodSymbol method) => method.DeclaredAccessibility == Accessibility.Private
        && cold.GetOrAdd(method, method => Of(method).ToArray() is { Length: > 0 } calls && calls.All(IsForWant));

    bool Look(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsOverride: false, IsAbstract: false } method || IsVisibleOutside(method) || method.ContainingType.AllInterfaces.Any(contract => IsCalledThrough(contract, method))) return false;
        int seen = 0;
        foreach (var call in Of(method))
        {
            if (ArgumentFor(parameter, call.ArgumentList) is not { } argument) continue;
            if (!IsConstant(argument.Expression)) return false;
            seen++;
        }
        return seen > 0;
    }

    // Whoever has the interface may call what it is implemented by, visible or not.
    static bool IsCalledThrough(INamedTypeSymbol contract, IMethodSymbol method) => IsVisibleOutside(contract)
        && contract.GetMembers(method.Name).Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    static bool IsVisibleOutside(ISymbol member)
    {
        for (var next = member; next is not null and not INamespaceSymbol; next = next.ContainingSymbol)
            if (next.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal) return false;
        return true;
    }

    // The text first: to walk the nodes of every file would cost more than the compiler does. Others cannot call what is private.
    IEnumerable<InvocationExpressionSyntax> Of(IMethodSymbol method)
    {
        string called = method.Name + "(";
        foreach (var tree in method.DeclaredAccessibility == Accessibility.Private ? method.ContainingType.DeclaringSyntaxReferences.Select(part => part.SyntaxTree).Distinct() : compilation.SyntaxTrees)
        {
            foreach (int at in files.Of(tree).PlacesOf(called))
                if (tree.GetRoot().FindToken(at).Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && call.Expression.Span.Contains(at) && SyntaxNames.Last(call.Expression) == method.Name) yield return call;
        }
    }

    static bool IsOnEveryPath(InvocationExpressionSyntax call)
    {
        SyntaxNode below = call;
        for (var node = call.Parent; node is not null; below = node, node = node.Parent)
        {
            switch (node)
            {
                case BaseMethodDeclarationSyntax member:
                    return member is ConstructorDeclarationSyntax || member is MethodDeclarationSyntax { Identifier.ValueText: var name } && (MemberNames.SaysGiveBack(name) || MemberNames.SaysReturn(name) || MemberNames.SaysRelease(name));
                // "disposing" is false in finalizers only.
                case IfStatementSyntax { Condition: IdentifierNameSyntax { Identifier.ValueText: "disposing" } } disposal when disposal.Statement == below:
                    continue;
                case IfStatementSyntax branch when branch.Condition != below:
                case ElseClauseSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or ConditionalExpressionSyntax or CatchClauseSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return false;
            }
        }
        return false;
    }

    static bool IsForWant(InvocationExpressionSyntax call)
    {
        SyntaxNode below = call;
        for (var node = call.Parent; node is not null; below = node, node = node.Parent)
        {
            switch (node)
            {
                case ConstructorDeclarationSyntax:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice when choice.Right == below:
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } assignment when assignment.Right == below:
                    return true;
                case BlockSyntax block when block.Statements.TakeWhile(statement => statement != below).Any(ReturnsWhatIsThere):
                    return true;
                case MemberDeclarationSyntax:
                    return false;
            }
        }
        return false;
    }

    // if (found is not null) return found; what follows is for those who found nothing, be it in one place or in many.
    static bool ReturnsWhatIsThere(StatementSyntax statement) => statement switch
    {
        ForStatementSyntax { Statement: BlockSyntax places } => places.Statements.Any(ReturnsWhatIsThere),
        ForEachStatementSyntax { Statement: BlockSyntax places } => places.Statements.Any(ReturnsWhatIsThere),
        _ => ReturnsIfThere(statement),
    };

    static bool ReturnsIfThere(StatementSyntax statement) => statement is IfStatementSyntax { Else: null, Statement: var arm, Condition: var condition }
        && (arm is BlockSyntax { Statements: [.., var last] } ? last : arm) is ReturnStatementSyntax { Expression: not null }
        && condition switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Left: IdentifierNameSyntax found, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => IsLocal(found),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Left: ParenthesizedExpressionSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax found } }, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => IsLocal(found),
            IsPatternExpressionSyntax { Expression: IdentifierNameSyntax found, Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } } => IsLocal(found),
            InvocationExpressionSyntax { Expression: var callee } => SyntaxNames.Last(callee)?.StartsWith("Try", StringComparison.Ordinal) == true,
            _ => false,
        };

    // What a field holds was not looked up.
    static bool IsLocal(IdentifierNameSyntax found) => found.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().Any(node => node is VariableDeclaratorSyntax { Identifier.ValueText: var declared } && declared == found.Identifier.ValueText) == true;

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
