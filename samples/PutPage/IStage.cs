namespace PutPage;

/// <summary>How one version of Linux counts the references to a page.</summary>
interface IStage<TSelf> where TSelf : IStage<TSelf>
{
    static abstract void GetPage(Page page);

    static abstract void PutPage(Page page);

    /// <summary>The device arrives: its page gets the count that means "free".</summary>
    static virtual void AddDevicePage(Page page)
    {
        page.RefCount = 1;
        page.Pagemap!.Get();
    }

    /// <summary>The driver, or a page fault, takes a free device page into use.</summary>
    static virtual void AllocateDevicePage(Page page) => TSelf.GetPage(page);

    /// <summary>The device goes: it gives up the reference that it has held since it arrived.</summary>
    static virtual void RemoveDevicePage(Page page) => TSelf.PutPage(page);
}
