namespace DevicePages.Tests;

/// <summary>The kind of device memory (the variants of <c>hmm-tests.c</c>).</summary>
public enum Variant
{
    Private = PagemapType.Private,
    Coherent = PagemapType.Coherent,
}
