namespace DevicePages;

/// <summary>What the references to a <see cref="DevicePagemap"/> stand for, besides its driver's own and those of lookups.</summary>
public enum MapReferences
{
    /// <summary>One for each reference to a page that was taken by get and is dropped by put.</summary>
    PerReference,
    /// <summary>One for each page, from creation until the page's count reaches zero.</summary>
    PerPage,
    /// <summary>One for each page, from creation until removal begins, whatever the page's count.</summary>
    PerMap,
    /// <summary>One for each page in use, from <see cref="DevicePagemap.Take(Page, int)"/> until it is free again.</summary>
    PerAllocation,
}
