using PutPage;

Console.WriteLine("""
    put_page(), as the thread of May 2017 and the releases around it would have it.
    Each step shows the page's reference count and, for device memory, that of its pagemap.

    """);

Walk.Through<V4_11>("v4.11: every page reference is a pagemap reference too", MemoryType.FsDax);
Walk.Through<V4_12>("v4.12, the patch: one pagemap reference for the whole life of each page", MemoryType.FsDax);

Walk.Through<V4_12_HookAsBareBranch>("v4.12 + HMM, first draft: is adding a conditional branch that much of a problem?", MemoryType.Private);
Walk.Through<V4_12_HookAsCallback>("v4.12 + HMM, second draft: each page knows whom to call", MemoryType.Private);
V4_12_HookAsOption.IsHmmEnabled = true;
Walk.Through<V4_12_HookAsOption>("v4.12 + HMM, third draft: an option that the driver switches on", MemoryType.Private);
Walk.Through<V4_12_HookBeforeFlag>("v4.12 + HMM, fourth draft: a static branch, tested last", Under(FeatureFlags.DevicePrivate, MemoryType.Private));

Walk.Through<V4_14>("v4.14: HMM behind a static branch", Under(FeatureFlags.DevicePrivate, MemoryType.Private));
Walk.Through<V4_18>("v4.18: the same static branch for HMM and fs-dax", [.. Under(FeatureFlags.DevmapManaged, MemoryType.Private, MemoryType.FsDax), MemoryType.Generic]);
Walk.Through<V6_18>("v6.18: count from zero", MemoryType.Private, MemoryType.FsDax);

// A page that the flag says cannot exist must not be made: PutPage would not look for it.
static MemoryType[] Under(bool flag, params MemoryType[] types) => flag ? types : [];
