namespace DevicePages.Tests;

/// <summary>Where a test can put itself into the driver's way.</summary>
public enum DriverStep
{
    Allocated,
    Copied,
    Committed,
    MigrateToRam,
    PageFree,
    Invalidate,
    Accessed,
}
