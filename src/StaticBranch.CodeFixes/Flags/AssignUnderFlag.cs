using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flags;

/// <summary>Makes ordinary what a bool would make special while the flag is off.</summary>
sealed class AssignUnderFlag(string flag) : Remedy("AssignUnderFlag", $"Assign under '{flag}'")
{
    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        if (place.Leaf is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var value } || ThrowWithoutFlag.IsAlwaysSpecial(value, place.Model)) return null;
        var on = new FlagReference(flag).On;
        // What the value does besides is done whether the flag is on or off.
        var (first, second) = Conditions.IsPure(value, place.Model) ? (on, value) : (value, on);
        var guarded = Conditions.Join(SyntaxKind.LogicalAndExpression, first, second).WithTriviaFrom(value);
        if (await Trial.ApplyAsync(place.Document, new(value, guarded), cancellation).ConfigureAwait(false) is not { } assigned) return null;
        return (await FlagReference.ImportAsync(assigned, cancellation).ConfigureAwait(false)).Project.Solution;
    }
}
