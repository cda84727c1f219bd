using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.SpecialCases;

/// <summary>Where a chain such as <c>page.Map.Ops</c> begins, which says whose state it is that is asked.</summary>
enum ChainStart
{
    Other,
    Argument,
    This,
    Static,
}

static class Chain
{
    public static ChainStart StartOf(IOperation holder, LocalValues values) => values.Origin(holder) switch
    {
        IInstanceReferenceOperation => ChainStart.This,
        IParameterReferenceOperation or ILocalReferenceOperation => ChainStart.Argument,
        IMemberReferenceOperation { Instance: { } inner } => StartOf(inner, values),
        IMemberReferenceOperation { Instance: null } => ChainStart.Static,
        IInvocationOperation { Instance: { } inner } => StartOf(inner, values),
        IInvocationOperation { Arguments: [{ Value: var first }, ..] } => StartOf(first, values),
        _ when holder is ILocalReferenceOperation => ChainStart.Argument,
        _ => ChainStart.Other,
    };
}
