using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flags;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the static that is no option, though it is one of its process: what a collection counts, a lock guards, a thread has or a type argument decides.</summary>
static class ProcessState
{
    public static bool Is(ISymbol member, Bodies bodies) => member switch
    {
        IPropertySymbol { IsStatic: false, Name: "IsEmpty" } => true,
        IPropertySymbol { GetMethod: { } getter } when bodies.Of(getter) is { } body => body.Descendants().Any(IsState),
        { ContainingType.IsGenericType: true } => bodies.InitializerOf(member)?.DescendantsAndSelf().Any(AsksTypeArgument) == true,
        _ => false,
    };

    static bool IsState(IOperation part) => part is ILockOperation or IMemberReferenceOperation { Member.Name: "Count" or "Length" }
        || part is IMemberReferenceOperation { Member: var member } && FlagFolding.IsPerThread(member);

    static bool AsksTypeArgument(IOperation part) => part switch
    {
        ITypeOfOperation { TypeOperand: ITypeParameterSymbol } => true,
        IInvocationOperation { TargetMethod.TypeArguments: [ITypeParameterSymbol, ..] } => true,
        _ => false,
    };
}
