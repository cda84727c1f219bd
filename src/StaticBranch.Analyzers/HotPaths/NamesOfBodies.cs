namespace StaticBranch.HotPaths;

/// <summary>The names of some members: a body that is called otherwise belongs to none of them, and it takes no symbol to tell.</summary>
sealed class NamesOfBodies
{
    readonly HashSet<string> methods = new(StringComparer.Ordinal);
    bool isOpen;

    /// <summary>Whether the body may belong to one of the members.</summary>
    public bool MayHold(DeclaredBody body) => isOpen || methods.Contains(body.Name);

    public void AddMethod(string name) => methods.Add(name);

    /// <summary>Adds an accessor, an operator or a constructor, and with it all of them: bodies do not have their names.</summary>
    public void AddOther() => methods.Add("");

    /// <summary>Adds a type, a namespace or whatever else holds bodies of any name.</summary>
    public void AddAll() => isOpen = true;
}
