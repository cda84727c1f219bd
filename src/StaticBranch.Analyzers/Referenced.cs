using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch;

/// <summary>What an operation refers to by itself: a member, a parameter or a local.</summary>
static class Referenced
{
    public static ISymbol? By(IOperation? operation) => operation switch
    {
        IMemberReferenceOperation { Member: var member } => member,
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        ILocalReferenceOperation { Local: var local } => local,
        _ => null,
    };
}
