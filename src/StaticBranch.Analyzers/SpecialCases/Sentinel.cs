using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the one object of its type that stands for something: <c>Segment.Empty</c> for none, <c>TimeProvider.System</c> for the usual one.</summary>
static class Sentinel
{
    // The end of a list is no kind of element, and each search comes to it.
    const string EndOfList = "Sentinel";

    /// <summary>The outcome of a comparison with the object that few need; null where the operand is an object like others.</summary>
    public static bool? SpecialWhenEqual(IOperation operand) => operand is IMemberReferenceOperation { Instance: null, Member: { Name: not EndOfList and var name } member, Type: { IsReferenceType: true, Name: not EndOfList } type }
        && member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null } && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType.OriginalDefinition)
            ? name is not ("Default" or "System" or "Shared" or "Current" or "Instance") : null;
}
