using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch;

/// <summary>What a call says that it does.</summary>
static class Invoked
{
    /// <summary>The name of the method, or of the member that holds the delegate: its own is Invoke.</summary>
    public static string Name(IInvocationOperation call) =>
        call is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: IMemberReferenceOperation { Member.Name: var hook } } ? hook : call.TargetMethod.Name;
}
