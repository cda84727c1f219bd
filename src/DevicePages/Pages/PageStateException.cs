namespace DevicePages;

/// <summary>A rule of page reference counting was broken: a double put, use after free, an overflow, a page freed while mapped, a tail page where a head is due.</summary>
/// <param name="message">Which rule, with the counts seen.</param>
public sealed class PageStateException(string message) : InvalidOperationException(message);
