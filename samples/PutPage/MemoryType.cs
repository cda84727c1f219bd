namespace PutPage;

/// <summary><c>enum memory_type</c>: the kinds of ZONE_DEVICE memory.</summary>
enum MemoryType
{
    /// <summary>Device memory that the CPU cannot address: what HMM migrates to.</summary>
    Private,

    /// <summary>Persistent memory under a file system, which waits for idle pages before it truncates.</summary>
    FsDax,

    /// <summary>Device memory that nobody waits for.</summary>
    Generic,
}
