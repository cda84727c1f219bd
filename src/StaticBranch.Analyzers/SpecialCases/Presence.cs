using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.HotPaths;

namespace StaticBranch.SpecialCases;

/// <summary>Whether something optional is there: a hook, an owner, an inner object. What was looked up or exchanged is asked by everybody.</summary>
static class Presence
{
    /// <summary>The subject of a test for null, or null where every caller needs the answer.</summary>
    /// <param name="specialWhen">The outcome of the leaf where the value is there.</param>
    public static Subject? Of(IOperation value, bool specialWhen, Leaf leaf, HotBody body)
    {
        var origin = body.Values.Origin(value);
        if (body.Analysis.Folding.Of(origin).FoldsUnder(body.Target)) return null;
        return origin switch
        {
            IMemberReferenceOperation { Type.TypeKind: TypeKind.Delegate, Member: var hook } when !body.Writes(hook) => new(hook, SpecialKind.Callback, specialWhen),
            IParameterReferenceOperation { Type.TypeKind: TypeKind.Delegate, Parameter: var hook } => new(hook, SpecialKind.Callback, specialWhen),
            IMemberReferenceOperation { Instance: null, Member: var query } when DiagnosticQueries.Contains(query) => new(query, SpecialKind.Diagnostics, specialWhen),
            IMemberReferenceOperation { Instance: null, Member: var option } when OptionSubject.IsCache(origin.Type) => new(option, SpecialKind.ProcessOption, specialWhen),
            IParameterReferenceOperation { Parameter: var parameter } when IsContext(parameter, leaf, body) => new(parameter, SpecialKind.Object, specialWhen != PoolTypes.SaysPool(parameter.Type.Name)),
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Type.IsReferenceType: true, Member: var held } when EndsWhatIsHeld(held, leaf, body) => null,
            IMemberReferenceOperation { Instance: { } holder, Member: IFieldSymbol or IPropertySymbol { IsIndexer: false } } member when IsOptional(member, leaf, body) && Chain.StartOf(holder, body.Values) is ChainStart.Argument or ChainStart.This =>
                new(member.Member, SpecialKind.Object, ArmOutcome(leaf.Condition.Syntax) ?? (specialWhen != body.GivesBackTo(member.Member))),
            _ => null,
        };
    }

    // Who holds nothing has nothing to end. A pool or an owner is not what is ended: it is handed something.
    static bool EndsWhatIsHeld(ISymbol held, Leaf leaf, HotBody body) => body.Member.Role is Role.Release or Role.Return && Wrapper.SelectsAll(leaf) && !body.IsHandedSomething(held);

    // What a method is handed first is what it is about, but for a pool; what comes with it is there for most callers, and missing for few. To wait or to go on is up to each caller.
    static bool IsContext(IParameterSymbol parameter, Leaf leaf, HotBody body) => parameter is { Type: { IsReferenceType: true, SpecialType: SpecialType.None, Name: not "TaskCompletionSource" and var type }, Ordinal: var place } && (place > 0 || PoolTypes.SaysPool(type))
        && !SpecialNames.IsLink(parameter.Name) && !body.Writes(parameter) && !Wrapper.Is(leaf, body);

    // A slot, a list's end or a cache is written where it is tested; an owner is there from the start.
    static bool IsOptional(IMemberReferenceOperation member, Leaf leaf, HotBody body)
    {
        if (member.Member.ContainingType.Name == "WeakReference" || SpecialNames.IsEssential(member.Member.Name) || SpecialNames.IsLink(member.Member.Name) || IsStock(member, body) || IsTakenLock(member, body) || member.Type?.SpecialType == SpecialType.System_String) return false;
        return body.GivesBack(member.Member) ? !body.Writes(member.Member) && !Wrapper.Is(leaf, body) : !body.Writes(member.Member) || IsDropped(member, leaf, body);
    }

    // The array of what is there to rent comes with the first that is returned.
    static bool IsStock(IMemberReferenceOperation member, HotBody body) => body.Member.Role == Role.Rent && member is { Type: IArrayTypeSymbol, Instance: IInstanceReferenceOperation };

    // Who lets go of a lock asks whether it was taken.
    static bool IsTakenLock(IMemberReferenceOperation member, HotBody body) => body.Member.Role is Role.Release or Role.Return && member.Type is { Name: var type } && MemberNames.SaysLock(type);

    // A release that forgets what few have has not used it as a slot; one that takes it out first has.
    static bool IsDropped(IMemberReferenceOperation member, Leaf leaf, HotBody body) =>
        body.Member.Role is Role.Release or Role.Return && member.Type is { IsReferenceType: true } && leaf.Condition.Syntax.Span.Contains(member.Syntax.Span) && body.OnlyClears(member.Member);

    // An owner may be the rare thing, or its absence; an if without else says which one it is for.
    static bool? ArmOutcome(SyntaxNode test)
    {
        bool outcome = true;
        for (var node = test; ; node = node.Parent)
        {
            switch (node.Parent)
            {
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                    outcome = !outcome;
                    break;
                case ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression }:
                    break;
                case IfStatementSyntax { Else: null } statement when statement.Condition == node:
                    return outcome;
                default:
                    return null;
            }
        }
    }
}
