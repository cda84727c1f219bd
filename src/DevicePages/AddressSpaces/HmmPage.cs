namespace DevicePages;

/// <summary>What a mirror learned of an address (Linux <c>hmm_pfns[i]</c>).</summary>
/// <param name="Page">The page, without a reference, or null.</param>
/// <param name="Flags">What may be done.</param>
/// <param name="Order">Binary logarithm of the pages that are mapped by the same entry.</param>
public readonly record struct HmmPage(Page Page, HmmFlags Flags, int Order);
