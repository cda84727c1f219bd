using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using StaticBranch.Flags;

namespace StaticBranch.SpecialCases;

/// <summary>Moves what a special case selects out of line, so that the hot member stays small enough to be inlined.</summary>
static class ColdArm
{
    static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The edit, or null where the arm shares more than values with the code around it, or is no more than a call already.</summary>
    public static Edit? MoveOut(Place place, string name)
    {
        if (place.Leaf is not ExpressionSyntax leaf || ArmOf(leaf, place[Facts.SpecialWhen] != "false") is not { } arm) return null;
        var statements = arm is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(arm);
        int moved = statements.Count > 0 && statements.Last() is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax ? statements.Count - 1 : statements.Count;
        if (moved == 0 || moved == 1 && statements[0] is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax }) return null;
        if (arm.ContainsDirectives || arm.DescendantNodes().Any(node => node is AwaitExpressionSyntax or YieldStatementSyntax or LocalFunctionStatementSyntax)) return null;
        if (place.Model.GetEnclosingSymbol(leaf.SpanStart) is not IMethodSymbol method || leaf.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type } member) return null;
        if (Shared(place.Model, statements[0], statements[moved - 1]) is not { } shared || shared.Any(value => !IsValue(value, method))) return null;

        var values = shared.Where(value => value is not IParameterSymbol { IsThis: true }).ToArray();
        name = Unused(name, method.ContainingType);
        var call = SyntaxFactory.ParseStatement($"{name}({string.Join(", ", values.Select(value => value.Name))});").WithTriviaFrom(arm is BlockSyntax ? statements[moved - 1] : arm);
        call = call.WithLeadingTrivia(statements[0].GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        // What is moved keeps its words; only the head is ours to shorten.
        var parameters = values.Select(value => $"{TypeOf(value, statements.Take(moved), place.Model).ToDisplayString(TypeFormat)} {value.Name}");
        var head = Method(name, string.Join(", ", parameters), isStatic: method.IsStatic || values.Length == shared.Length, member);
        var cold = head.ReplaceNodes<MethodDeclarationSyntax, SyntaxNode>([head.AttributeLists[0], head.ParameterList], (_, part) => FlagReference.Shortened(part)).WithBody(SyntaxFactory.Block(statements.Take(moved)));
        StatementSyntax left = arm is BlockSyntax whole ? whole.WithStatements(SyntaxFactory.List(statements.Skip(moved).Prepend(call))) : call;
        int next = type.Members.IndexOf(member) + 1;
        return new(type, type.WithMembers(type.Members.Replace(member, member.ReplaceNode(arm, left)).Insert(next, cold.WithAdditionalAnnotations(Formatter.Annotation))));
    }

    static StatementSyntax? ArmOf(ExpressionSyntax leaf, bool specialWhen)
    {
        var (whole, isNegated) = Conditions.Negations(leaf);
        bool special = specialWhen != isNegated;
        var chain = Conditions.Chain(whole, special ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression);
        return chain.Parent is IfStatementSyntax test && test.Condition == chain ? special ? test.Statement : test.Else?.Statement : null;
    }

    // What the statements read of the code around them; null where they write, jump or capture as well.
    static ISymbol[]? Shared(SemanticModel model, StatementSyntax first, StatementSyntax last)
    {
        if (model.AnalyzeDataFlow(first, last) is not { Succeeded: true } data || model.AnalyzeControlFlow(first, last) is not { Succeeded: true, ExitPoints.IsEmpty: true, ReturnStatements.IsEmpty: true, EntryPoints.IsEmpty: true }) return null;
        bool isClosed = data.WrittenInside.All(written => data.VariablesDeclared.Contains(written) || written is IParameterSymbol { IsThis: true })
            && data.UnsafeAddressTaken.IsEmpty && data.Captured.Intersect(data.DataFlowsIn, SymbolEqualityComparer.Default).All(captured => captured is IParameterSymbol { IsThis: true });
        bool usesThis = data.ReadInside.Concat(data.WrittenInside).Any(used => used is IParameterSymbol { IsThis: true });
        return isClosed ? [.. data.DataFlowsIn.Where(value => usesThis || value is not IParameterSymbol { IsThis: true })] : null;
    }

    static bool IsValue(ISymbol symbol, IMethodSymbol method) => symbol switch
    {
        IParameterSymbol { IsThis: true } => true,
        IParameterSymbol parameter => parameter.RefKind is RefKind.None or RefKind.In && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method),
        ILocalSymbol local => local.RefKind == RefKind.None,
        _ => false,
    };

    // Without the question mark that var and tests for null have made needless, of which the new method could not know.
    static ITypeSymbol TypeOf(ISymbol value, IEnumerable<StatementSyntax> moved, SemanticModel model)
    {
        var type = value is ILocalSymbol local ? local.Type : ((IParameterSymbol)value).Type;
        var use = moved.SelectMany(statement => statement.DescendantNodes()).OfType<IdentifierNameSyntax>().FirstOrDefault(name => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, value));
        return use is not null && !type.IsValueType && model.GetTypeInfo(use).Nullability.FlowState == NullableFlowState.NotNull ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : type;
    }

    static MethodDeclarationSyntax Method(string name, string parameters, bool isStatic, MemberDeclarationSyntax hot)
    {
        string modifiers = (isStatic ? "static " : "") + (hot.Modifiers.Any(SyntaxKind.UnsafeKeyword) ? "unsafe " : "");
        string access = hot.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword) ? "private " : "";
        const string CompilerServices = "global::System.Runtime.CompilerServices";
        return (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(
            $"\n[{CompilerServices}.MethodImpl({CompilerServices}.MethodImplOptions.NoInlining)]\n{access}{modifiers}void {name}({parameters})\n{{}}\n")!;
    }

    static string Unused(string wanted, INamedTypeSymbol type)
    {
        string name = wanted;
        for (int i = 2; !type.GetMembers(name).IsEmpty; i++) name = wanted + i;
        return name;
    }
}
