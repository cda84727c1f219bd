using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Verification;

/// <summary>
/// Proves or refutes that flags fold. Each member is compiled with the flag off and on, and again from copies of the assembly in which
/// every test of the flag is a literal. Folded code equals the literal's in both positions; and the two literals must differ,
/// or the comparison would hold whatever the JIT did.
/// </summary>
sealed class Verifier(AssemblyImage image, ICompiler compiler)
{
    /// <summary>The verdicts on the flags that members test; a member that tests none has no verdict.</summary>
    public async Task<ImmutableArray<Verdict>> VerifyAsync(IEnumerable<string> members, CancellationToken cancellation)
    {
        Subject[] subjects = [.. members.Distinct().SelectMany(image.Subjects).Where(subject => subject.Reads is not [])];
        ImmutableArray<string> holders = [.. subjects.SelectMany(subject => subject.Reads).Select(read => read.Flag.Type).Distinct()];
        ImmutableArray<Verdict>.Builder verdicts = ImmutableArray.CreateBuilder<Verdict>();
        foreach (Batch batch in Batch.Of(subjects, image.FlagsWithin)) verdicts.AddRange(await JudgeAsync(batch, holders, cancellation));
        return verdicts.ToImmutable();
    }

    async Task<IEnumerable<Verdict>> JudgeAsync(Batch batch, ImmutableArray<string> holders, CancellationToken cancellation)
    {
        try
        {
            ILookup<Flag, Position> positions = await PositionsAsync(batch, holders, cancellation);
            JitListing? uninitialised = compiler.InitializesLate && batch.Tests.Any(test => IsLate(test.Subject, test.Flag))
                ? (await RunAsync(image.Path, batch, holders.RemoveRange(batch.Flags.Select(flag => flag.Type)), null, [], cancellation)).Listing
                : null;
            return [.. batch.Tests.Select(test => Judge(test.Flag, test.Subject, [.. positions[test.Flag]], uninitialised))];
        }
        catch (MachineCodeException) when (batch.Flags.Length > 1)
        {
            // One flag, or a member that tests it, cannot be compiled: the others may be.
            List<Verdict> verdicts = [];
            foreach (Batch half in batch.Halves()) verdicts.AddRange(await JudgeAsync(half, holders, cancellation));
            return verdicts;
        }
        catch (MachineCodeException e)
        {
            return batch.Tests.Select(test => new Verdict(test.Subject.Member, test.Flag.Id, Outcome.NotJudged, e.Message, test.Subject.Line));
        }
    }

    Verdict Judge(Flag flag, Subject subject, Position[] positions, JitListing? uninitialised)
    {
        FlagRead read = subject.Reads.First(read => read.Flag == flag);
        Verdict verdict = new(subject.Member, flag.Id, Outcome.NotJudged, Where: read.Line ?? subject.Line);
        if (positions[0].Value == positions[1].Value) return verdict with { Reason = $"the switch '{flag.Switch}' does not decide {flag.Id}: it is {positions[0].Value} either way" };
        try
        {
            (MethodListing Actual, MethodListing Literal, bool Value)[] codes = [.. positions.Select(position => (Find(position.Actual, subject), Find(position.Literal, subject), position.Value))];
            if (CodeComparison.AreSame(codes[0].Literal, codes[1].Literal)) return verdict with { Reason = "the flag guards nothing: the code with the literal true is that with the literal false" };

            if (!positions.Any(position => position.IsCompiled && compiler.Holds(Find(position.Actual, subject)))) return verdict with { Reason = "the published binary does not hold the code that was judged" };

            Position off = positions.First(position => !position.Value);
            verdict = verdict with
            {
                Outcome = codes.Max(code => CodeComparison.Of(code.Actual, code.Literal)),
                Off = Seen(false),
                On = Seen(true),
                Without = codes.First(code => !code.Value).Literal.Summary,
                Inlining = Inlined(subject, off.Actual),
            };
            if (verdict.Outcome is not Outcome.NotFolded && uninitialised is not null && IsLate(subject, flag) && CodeComparison.Of(Find(uninitialised, subject), codes.First(code => !code.Value).Literal) is Outcome.NotFolded)
                return verdict with { Outcome = Outcome.NotFolded, Rule = "SB2002", Reason = "the flag is tested after something else, so its class may not be initialised when the member is compiled, and then it never folds" };
            return verdict.Outcome switch
            {
                Outcome.NotFolded => verdict with { Reason = Remains(codes), Rule = "SB1002" },
                Outcome.Residue => verdict with { Reason = "no jump or call is left, but a load or a null check", Rule = "SB2002" },
                _ => flag.Switch is null ? verdict with { Reason = $"no switch is known for the flag, so it was compiled only as it is: {(codes[0].Value ? "on" : "off")}" } : verdict,
            };
        }
        catch (MachineCodeException e)
        {
            return verdict with { Reason = e.Message };
        }

        CodeSummary? Seen(bool value) => positions.First(position => position.Value == value) is { IsCompiled: true } position ? Find(position.Actual, subject).Summary : null;
    }

    /// <summary>Both positions of each flag; where no switch sets it, the position that it has, and in place of the other its literal.</summary>
    async Task<ILookup<Flag, Position>> PositionsAsync(Batch batch, ImmutableArray<string> holders, CancellationToken cancellation)
    {
        bool[] settings = batch.Switches(true).IsEmpty ? [false] : [false, true];
        JitResult[] actual = await Task.WhenAll(settings.Select(setting => RunAsync(image.Path, batch, holders, setting, batch.Values, cancellation)));
        ImmutableDictionary<Flag, bool> off = batch.Read(actual[0].Values), on = batch.Read(actual[^1].Values).SetItems(batch.Flags.Where(flag => flag.Switch is null).Select(flag => KeyValuePair.Create(flag, !off[flag])));
        JitListing[] literal = await Task.WhenAll(LiteralAsync(batch, off, holders, false, cancellation), LiteralAsync(batch, on, holders, true, cancellation));
        return batch.Flags
            .SelectMany(flag => (Position[])
            [
                new(off[flag], actual[0].Listing, literal[0]),
                flag.Switch is null ? new(on[flag], literal[1], literal[1]) { IsCompiled = false } : new(on[flag], actual[^1].Listing, literal[1]),
            ], KeyValuePair.Create)
            .ToLookup(pair => pair.Key, pair => pair.Value);
    }

    async Task<JitListing> LiteralAsync(Batch batch, ImmutableDictionary<Flag, bool> values, ImmutableArray<string> holders, bool setting, CancellationToken cancellation)
    {
        using TemporaryFolder folder = new();
        string copy = folder.File(Path.GetFileName(image.Path));
        await File.WriteAllBytesAsync(copy, image.With(values), cancellation);
        if (Path.ChangeExtension(image.Path, ".runtimeconfig.json") is var configuration && File.Exists(configuration)) File.Copy(configuration, folder.File(Path.GetFileName(configuration)));
        return (await RunAsync(copy, batch, holders, setting, [], cancellation)).Listing;
    }

    Task<JitResult> RunAsync(string assembly, Batch batch, ImmutableArray<string> holders, bool? setting, ImmutableArray<string> values, CancellationToken cancellation) =>
        compiler.CompileAsync(
            new(
                assembly,
                holders,
                [.. batch.Subjects.Select(subject => subject.Method)],
                [.. batch.Subjects.SelectMany(image.Callers).Select(caller => caller.Method).Distinct()],
                values,
                setting is { } on ? batch.Switches(on) : ImmutableDictionary<string, bool>.Empty),
            cancellation);

    Inlining? Inlined(Subject subject, JitListing listing)
    {
        MethodListing[] callers = [.. image.Callers(subject).Where(caller => listing.Methods.Any(method => IsOf(method, caller))).Select(caller => Find(listing, caller))];
        return callers is [] ? null : new(callers.Count(caller => !caller.CallTargets.Any(target => MethodListing.WithoutArguments(target) == subject.Name)), callers.Length);
    }

    static MethodListing Find(JitListing listing, Subject subject) => listing.Optimised(subject.Name, method => IsOf(method, subject));

    static bool IsOf(MethodListing method, Subject subject) => MethodListing.WithoutArguments(method.Name) == subject.Name && JitSignature.Fits(method.Name, subject.Parameters);

    // Whichever flag of a class is tested first initialises the class for all of them.
    static bool IsLate(Subject subject, Flag flag) => !subject.Reads.Any(read => read.Flag.Type == flag.Type && read.IsOnEveryCall);

    static string Remains((MethodListing Actual, MethodListing Literal, bool Value)[] codes)
    {
        (MethodListing actual, MethodListing literal, bool value) = codes.First(code => CodeComparison.Of(code.Actual, code.Literal) is Outcome.NotFolded);
        CodeSummary had = actual.Summary, wanted = literal.Summary;
        return $"with the flag {(value ? "on" : "off")} the code has {had.ConditionalJumps} conditional jumps and {had.Calls} calls; with a literal it has {wanted.ConditionalJumps} and {wanted.Calls}";
    }
}
