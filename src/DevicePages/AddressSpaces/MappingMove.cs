namespace DevicePages;

/// <summary>Makes one page the holder of what another one held (Linux <c>folio_migrate_mapping</c> and <c>folio_migrate_flags</c>).</summary>
static class MappingMove
{
    const PageFlags Carried = PageFlags.Uptodate | PageFlags.Dirty | PageFlags.SwapBacked | PageFlags.AnonExclusive | PageFlags.Active | PageFlags.Referenced;

    /// <summary>Moves mapping and flags of an unmapped page, if nobody holds more references than expected. Both pages are locked.</summary>
    public static bool TryMove(VirtualMemory system, Page source, Page target, int expected)
    {
        if (!source.IsAnonymous && system.MappingOf(source) is FileMapping file)
        {
            if (!file.TryReplace(source, target, expected))
                return false;
        }
        else if (system.References(source) != expected)
            return false;
        else
            (target.Mapping, target.Index) = (source.Mapping, source.Index);
        target.Mark(source.Flags & Carried);
        return true;
    }
}
