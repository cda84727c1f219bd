using System.Collections.Immutable;

namespace StaticBranch.Tool.MachineCode;

/// <param name="Values">By <c>Type:Member</c>, in the invariant culture.</param>
sealed record JitResult(JitListing Listing, ImmutableDictionary<string, string> Values);
