namespace DevicePages;

/// <summary>An entry of a page table in one word, so that it can be read without the lock of its table.</summary>
readonly record struct Pte(ulong Word)
{
    const int FlagShift = 4, PfnShift = 16;
    const ulong KindMask = 0xF, FlagMask = 0xFFF;

    public Pte(PteKind kind, int pfn, PteFlags flags) : this((ulong)kind | (ulong)flags << FlagShift | (ulong)pfn << PfnShift)
    {
    }

    public PteKind Kind => (PteKind)(Word & KindMask);

    public PteFlags Flags => (PteFlags)(Word >> FlagShift & FlagMask);

    public int Pfn => (int)(Word >> PfnShift);

    public bool IsNone => Word == 0;

    public bool IsZeroPage => Has(PteFlags.Zero);

    public bool IsWritable => Has(PteFlags.Write);

    /// <summary>The entry owns a reference and a map count of its page.</summary>
    public bool IsMapping => Kind is PteKind.DevicePrivate or PteKind.DeviceExclusive || Kind == PteKind.Present && !IsZeroPage;

    public bool Has(PteFlags flag) => (Flags & flag) != 0;

    public Pte With(PteFlags flags) => new(Kind, Pfn, Flags | flags);

    public Pte Without(PteFlags flags) => new(Kind, Pfn, Flags & ~flags);

    public Pte As(PteKind kind) => new(kind, Pfn, Flags);

    public bool Permits(bool write) => Kind == PteKind.Present && !Has(PteFlags.NoAccess) && (!write || IsWritable);
}
