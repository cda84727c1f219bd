using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises a stock of objects that no type's name gives away: who takes from it and makes what it lacks, and who puts back into it.</summary>
static class StockShape
{
    /// <summary>The role of a member that fills or empties a stock; null where it does neither.</summary>
    public static HotMember? Of(IMethodSymbol method, IOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is not IInvocationOperation call || StockOf(call) is not { } stock) continue;
            if (Takes(call, stock, body)) return new(method, Role.Rent, $"takes from '{stock.Name}' or makes anew", call.Syntax.GetLocation());
            if (MemberNames.SaysPutBack(method.Name) && Keeps(call)) return new(method, Role.Return, $"puts back into '{stock.Name}'", call.Syntax.GetLocation());
        }
        return null;
    }

    // Only a stock makes what it has none of: a queue of work waits, or is filled where it is emptied.
    static bool Takes(IInvocationOperation call, ISymbol stock, IOperation body) =>
        MemberNames.SaysTakeOut(call.TargetMethod.Name) && Given(call) is { } given && Makes(body, given) && !Fills(body, stock) && !Loops.Hold(call);

    static bool Keeps(IInvocationOperation call) => MemberNames.SaysPutIn(call.TargetMethod.Name)
        && call.Arguments.Any(argument => argument.Value is IParameterReferenceOperation { Type: IArrayTypeSymbol or { IsReferenceType: true, SpecialType: SpecialType.None } });

    static ITypeSymbol? Given(IInvocationOperation call) =>
        call.TargetMethod.Parameters.FirstOrDefault(parameter => parameter.RefKind == RefKind.Out)?.Type ?? (call.TargetMethod.ReturnsVoid ? null : call.TargetMethod.ReturnType);

    static bool Makes(IOperation body, ITypeSymbol given) =>
        body.Descendants().Any(operation => (operation is IObjectCreationOperation or IArrayCreationOperation) && SymbolEqualityComparer.Default.Equals(operation.Type, given));

    static bool Fills(IOperation body, ISymbol stock) =>
        body.Descendants().Any(operation => operation is IInvocationOperation call && MemberNames.SaysPutIn(call.TargetMethod.Name) && SymbolEqualityComparer.Default.Equals(StockOf(call), stock));

    static ISymbol? StockOf(IInvocationOperation call) =>
        call.Instance is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Type: INamedTypeSymbol { TypeArguments.IsEmpty: false } } member ? member.Member : null;
}
