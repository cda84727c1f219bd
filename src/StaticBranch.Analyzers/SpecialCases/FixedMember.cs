using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises what a constructor decides for the whole life of an object.</summary>
static class FixedMember
{
    public static bool Is(ISymbol member, Bodies bodies) => member switch
    {
        IFieldSymbol field => field.IsReadOnly,
        IPropertySymbol { SetMethod.IsInitOnly: true } => true,
        // A property that is computed is as fixed as what it is computed from.
        IPropertySymbol { SetMethod: null, GetMethod: { } getter } => bodies.Of(getter) is not { } computed || computed.Descendants().All(IsFixed),
        _ => false,
    };

    static bool IsFixed(IOperation part) =>
        part is not (IInvocationOperation or IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false } } or IPropertyReferenceOperation { Property.SetMethod.IsInitOnly: false });
}
