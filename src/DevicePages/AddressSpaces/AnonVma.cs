namespace DevicePages;

/// <summary>Anonymous memory of an address space and of those forked from it (Linux <c>struct anon_vma</c>, one for a whole family).</summary>
sealed class AnonVma(VirtualMemory system, long id) : ReverseMapping(id)
{
    internal override long Word => Id << 1 | 1;

    internal override void Unlink(Vma vma)
    {
        lock (Gate)
        {
            Vmas.Remove(vma);
            if (Vmas.Count == 0)
                system.Forget(Id);
        }
    }
}
