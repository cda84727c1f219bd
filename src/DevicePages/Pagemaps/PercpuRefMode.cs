namespace DevicePages;

/// <summary>How a <see cref="PercpuRef"/> starts (the flags of <c>percpu_ref_init</c>).</summary>
public enum PercpuRefMode
{
    /// <summary>Per-CPU mode, count 1; once left it is not entered again.</summary>
    Percpu,
    /// <summary>Per-CPU mode, count 1; may be left and entered again (<c>PERCPU_REF_ALLOW_REINIT</c>).</summary>
    PercpuReinit,
    /// <summary>Atomic mode, count 1 (<c>PERCPU_REF_INIT_ATOMIC</c>).</summary>
    Atomic,
    /// <summary>Atomic mode and dying, count 0, to be brought back later (<c>PERCPU_REF_INIT_DEAD</c>).</summary>
    Dead,
}
