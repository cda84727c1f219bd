namespace DevicePages.Tests;

/// <summary>What a command of the mirror device returns (Linux error numbers).</summary>
public enum Errno
{
    None,
    EPERM,
    ENOENT,
    ENOMEM,
    EFAULT,
    EINVAL,
}
