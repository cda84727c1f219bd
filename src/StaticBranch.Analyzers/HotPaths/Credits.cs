using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Credits helpers to the hot members of the same type that call them on every path: ZeroIfAsked, ReportReturned.</summary>
sealed class Credits(Func<IMethodSymbol, HotMember?> own, Bodies bodies, CallSites callSites)
{
    // What a helper's helper does is still paid; further down the claim grows thin.
    const int Depth = 3;

    readonly ConcurrentDictionary<INamedTypeSymbol, Dictionary<IMethodSymbol, HotMember>> known = new(SymbolEqualityComparer.Default);

    /// <summary>The hot member on whose account the method is hot too, with the method in its place.</summary>
    public HotMember? Of(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary || method.ContainingType is not { } type) return null;
        while (type.ContainingType is { } outer) type = outer;
        return known.GetOrAdd(type, Collect).TryGetValue(method.OriginalDefinition, out var credited) ? credited : null;
    }

    Dictionary<IMethodSymbol, HotMember> Collect(INamedTypeSymbol type)
    {
        var credited = new Dictionary<IMethodSymbol, HotMember>(SymbolEqualityComparer.Default);
        foreach (var method in MethodsOf(type))
            if (own(method) is { } hot) Follow(hot, method, Depth);
        return credited;

        void Follow(HotMember hot, IMethodSymbol caller, int depth)
        {
            if (depth == 0 || bodies.Of(caller) is not { } body) return;
            foreach (var callee in UnconditionalCalls(body).Concat(SharedTails(body)))
            {
                if (credited.ContainsKey(callee) || !IsWithin(callee.ContainingType, type) || own(callee) is not null || MemberNames.SaysSlow(callee.Name) || MemberNames.SaysEnsure(callee.Name) || callSites.AreCold(callee)) continue;
                credited[callee] = new(callee, hot.Role, $"is called by '{hot.Symbol.Name}', which {hot.Evidence}", hot.EvidenceLocation ?? hot.Symbol.Locations[0]);
                Follow(hot, callee, depth - 1);
            }
        }
    }

    static IEnumerable<IMethodSymbol> MethodsOf(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, IsAbstract: false } method) yield return method;
            else if (member is INamedTypeSymbol nested)
                foreach (var inner in MethodsOf(nested)) yield return inner;
        }
    }

    static bool IsWithin(INamedTypeSymbol? type, INamedTypeSymbol outer)
    {
        for (; type is not null; type = type.ContainingType)
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, outer)) return true;
        return false;
    }

    // What several returns hand over to is the common end of the paths, though none of the calls is on all of them.
    static IEnumerable<IMethodSymbol> SharedTails(IOperation body) =>
        body.Descendants().OfType<IReturnOperation>().Select(exit => exit.ReturnedValue).OfType<IInvocationOperation>()
            .GroupBy<IInvocationOperation, ISymbol>(call => call.TargetMethod.OriginalDefinition, SymbolEqualityComparer.Default)
            .Where(calls => calls.Count() > 1).Select(calls => (IMethodSymbol)calls.Key);

    // Bodies of loops count: who has nothing to return pays nothing there.
    static IEnumerable<IMethodSymbol> UnconditionalCalls(IOperation body)
    {
        var open = new Stack<IOperation>([body]);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            if (operation is IInvocationOperation { TargetMethod: { IsAbstract: false } callee }) yield return callee.OriginalDefinition;
            switch (operation)
            {
                case IConditionalOperation conditional:
                    open.Push(conditional.Condition);
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } binary:
                    open.Push(binary.LeftOperand);
                    break;
                case IConditionalAccessOperation access:
                    open.Push(access.Operation);
                    break;
                // Who has one already makes none.
                case ICoalesceAssignmentOperation:
                    break;
                case ICoalesceOperation coalesce:
                    open.Push(coalesce.Value);
                    break;
                case IThrowOperation or ISwitchOperation or ISwitchExpressionOperation or ICatchClauseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation:
                    break;
                default:
                    foreach (var child in operation.ChildOperations) open.Push(child);
                    break;
            }
        }
    }
}
