using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.HotPaths;

namespace StaticBranch;

/// <summary>One condition that one conditional jump tests, as the flow graph sees it: an operand of <c>&amp;&amp;</c>, the test in <c>?.</c>, a case label.</summary>
/// <param name="Count">What the condition asks of a reference count, if it does.</param>
sealed record Leaf(BasicBlock Block, CountTest? Count)
{
    /// <summary>What the jump tests, or the operand of an eager <c>&amp;</c> in it that is spoken of.</summary>
    public IOperation Condition { get; init; } = Block.BranchValue!;

    /// <summary>What is tested: for <c>?.</c> what stands before it, for a case what the switch is over.</summary>
    public SyntaxNode Syntax => Condition is IIsNullOperation { Operand: var operand } ? operand.Syntax : SwitchedOn(Condition.Syntax) ?? Condition.Syntax;

    /// <summary>What one diagnostic speaks for: the statement, or the expression body.</summary>
    public SyntaxNode Statement => Syntax.FirstAncestorOrSelf<SyntaxNode>(node => node is StatementSyntax or ArrowExpressionClauseSyntax) ?? Syntax;

    /// <summary>The branch that is taken when the condition comes out so.</summary>
    public ControlFlowBranch? When(bool outcome) => outcome == (Block.ConditionKind == ControlFlowConditionKind.WhenTrue) ? Block.ConditionalSuccessor : Block.FallThroughSuccessor;

    static SyntaxNode? SwitchedOn(SyntaxNode test)
    {
        if (test is SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax whole }) return whole.GoverningExpression;
        for (var node = test; node is not null and not StatementSyntax and not WhenClauseSyntax; node = node.Parent)
        {
            if (node is SwitchLabelSyntax { Parent.Parent: SwitchStatementSyntax statement }) return statement.Expression;
            if (node is PatternSyntax { Parent: SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax expression } }) return expression.GoverningExpression;
        }
        return null;
    }
}
