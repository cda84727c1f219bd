namespace DevicePages;

/// <summary>The static key in front of the look for managed pages, in one of several forms.</summary>
public interface IManagedKey
{
    /// <summary>Whether put looks.</summary>
    static abstract bool IsEnabled { get; }
}
