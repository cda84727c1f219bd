using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>The values that a local is given in a body, as they are written: whether the body is worth a flow graph is still to be seen.</summary>
static class GivenValues
{
    public static IEnumerable<IOperation> Of(ILocalSymbol local, IOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            var value = operation switch
            {
                IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) => declarator.GetVariableInitializer()?.Value,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, local) => assignment.Value,
                _ => null,
            };
            if (value is not null) yield return value;
        }
    }
}
