namespace StaticBranch.Tool.Profiles;

/// <summary>The JSON of speedscope.app, which <c>dotnet-trace convert --format speedscope</c> writes.</summary>
static class SpeedScope
{
    // Threads that wait are on the stack all the time, but do not run.
    const string Waiting = "UNMANAGED_CODE_TIME";

    /// <exception cref="InputException">An event refers to a frame that is not there, or closes one that is not open.</exception>
    public static void Read(SharedFrames? shared, Track[] tracks, Profile profile)
    {
        Frame?[] frames = [.. (shared?.Frames ?? []).Select(frame => frame.Name is null or Waiting ? (Frame?)null : Frame.FromTrace(frame.Name))];
        foreach (Track track in tracks)
        {
            if (track.Type == "sampled")
                ReadSamples(track, frames, profile);
            else
                ReadEvents(track, frames, profile);
        }
    }

    static void ReadSamples(Track track, Frame?[] frames, Profile profile)
    {
        foreach ((int[] sample, double weight) in (track.Samples ?? []).Zip(track.Weights ?? []))
            Add(profile, sample.Reverse().Select(frame => Get(frames, frame)), weight);
    }

    static void ReadEvents(Track track, Frame?[] frames, Profile profile)
    {
        // Each open frame knows where its time goes, so that a stack is not walked again for every event in it.
        Stack<(int Frame, Frame? Owner)> open = [];
        double last = track.StartValue;
        foreach (Event change in track.Events ?? [])
        {
            if (change.At > last && open.TryPeek(out (int Frame, Frame? Owner) running) && frames[running.Frame] is not null)
                profile.Add(running.Owner is { } owner ? [owner] : [], change.At - last);
            last = change.At;
            if (change.Type == "O")
                open.Push((change.Frame, Get(frames, change.Frame) is { } frame && profile.Owns(frame) ? frame : open.TryPeek(out (int, Frame? Owner) caller) ? caller.Owner : null));
            else if (!open.TryPop(out (int Frame, Frame?) top) || top.Frame != change.Frame)
                throw new InputException($"frame {change.Frame} is closed at {change.At}, but is not the innermost open one");
        }
    }

    static void Add(Profile profile, IEnumerable<Frame?> stack, double weight)
    {
        if (weight > 0 && stack.FirstOrDefault() is not null) profile.Add(stack.OfType<Frame>(), weight);
    }

    static Frame? Get(Frame?[] frames, int index) =>
        (uint)index < (uint)frames.Length ? frames[index] : throw new InputException($"frame {index} is not among the {frames.Length} that the file lists");

    public sealed record SharedFrames(Named[]? Frames);

    public sealed record Named(string? Name);

    public sealed record Track(string? Type, double StartValue, Event[]? Events, int[][]? Samples, double[]? Weights);

    public readonly record struct Event(string? Type, int Frame, double At);
}
