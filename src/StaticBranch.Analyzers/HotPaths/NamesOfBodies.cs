namespace StaticBranch.HotPaths;

/// <summary>The names that the members of a set have, be it only their names that one knows: who is called otherwise is not in it, and needs no symbol to tell.</summary>
sealed class NamesOfBodies
{
    readonly HashSet<string> methods = new(StringComparer.Ordinal);
    bool isOpen;

    /// <summary>Whether the set has a member that the body may be the one of.</summary>
    public bool MayHold(DeclaredBody body) => isOpen || methods.Contains(body.Name);

    public void AddMethod(string name) => methods.Add(name);

    /// <summary>Adds an accessor, an operator or a constructor, and with it all of them: bodies do not have their names.</summary>
    public void AddOther() => methods.Add("");

    /// <summary>Adds a type, a namespace or whatever else holds bodies of any name.</summary>
    public void AddAll() => isOpen = true;
}
