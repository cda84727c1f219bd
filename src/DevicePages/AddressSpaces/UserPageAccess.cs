namespace DevicePages;

/// <summary>What pages of a user are taken for (Linux <c>FOLL_*</c>).</summary>
[Flags]
public enum UserPageAccess
{
    /// <summary>To read, with a reference each.</summary>
    Read = 0,
    /// <summary>To write (<c>FOLL_WRITE</c>).</summary>
    Write = 1,
    /// <summary>To access the contents: with a pin each instead of a reference (<c>FOLL_PIN</c>).</summary>
    Pin = 2,
    /// <summary>For as long as the user likes (<c>FOLL_LONGTERM</c>): not in memory that a device must be able to take back.</summary>
    LongTerm = 4,
}
