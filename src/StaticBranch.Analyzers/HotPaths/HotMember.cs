using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>A member whose every branch is paid by every caller, what it does, and how we know.</summary>
/// <param name="Evidence">A clause that reads well after the member's name: "releases a reference".</param>
/// <param name="EvidenceLocation">Where the evidence stands, if it stands in source.</param>
sealed record HotMember(ISymbol Symbol, Role Role, string Evidence, Location? EvidenceLocation);

/// <summary>What a hot member does to the life of the object that it works on.</summary>
enum Role
{
    /// <summary>An attribute or a list says that the member is hot, and nothing says what it does.</summary>
    Declared,
    Acquire,
    Release,
    Rent,
    Return,
}
