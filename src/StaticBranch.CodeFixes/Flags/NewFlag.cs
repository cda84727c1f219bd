using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flags;

/// <summary>A feature switch that is still to be declared, in a class of its own.</summary>
/// <param name="type">The full name of the class that flags go to.</param>
/// <param name="value">The text of the initialiser, with full names.</param>
sealed class NewFlag(string type, string name, string switchName, string value)
{
    public string Type => type;
    public string Name => name;
    public string FullName => type + "." + name;
    public string SwitchName => switchName;
    public string Value => value;

    /// <summary>The flag that a finding asks for, on unless it is switched off: the same for each test of the same subject.</summary>
    public static NewFlag For(Place place)
    {
        // One of that name that is off, or may be, is another feature's.
        string type = FlagClass.NameFor(place), name = Free(place, type, FlagName.For(place), flag => FlagDefault.Of(flag) == true);
        string switchName = (FlagClass.Split(place[Facts.FlagsType]).Space is { Length: > 0 } root ? root.Replace("@", "") : place.Document.Project.AssemblyName) + "." + name;
        return new(type, name, switchName, $"!global::System.AppContext.TryGetSwitch(\"{switchName}\", out bool on) || on");
    }

    /// <summary>The flag that asks a switch in place of an expression, the same for each expression that comes to the same.</summary>
    public static NewFlag Asking(Place place, string wanted, string switchName, ExpressionSyntax asked, string value)
    {
        string type = FlagClass.NameFor(place);
        return new(type, Free(place, type, wanted, flag => FlagDefault.IsSame(flag, asked)), switchName, value);
    }

    /// <summary>The place in a solution that declares the flag; null where it cannot be declared.</summary>
    public async Task<Place?> DeclareAsync(Place place, CancellationToken cancellation)
    {
        var mark = new SyntaxAnnotation();
        var document = place.Document.WithSyntaxRoot(place.Root.ReplaceNode(place.Leaf, place.Leaf.WithAdditionalAnnotations(mark)));
        if (await FlagClass.AddAsync(document, this, cancellation).ConfigureAwait(false) is not { } declared) return null;
        return await Place.AtAsync(declared, root => root.GetAnnotatedNodes(mark).SingleOrDefault(), place.Facts, cancellation).ConfigureAwait(false);
    }

    static string Free(Place place, string type, string wanted, Func<ISymbol, bool> isSame)
    {
        string name = wanted;
        var holder = FlagClass.Find(type, place.Model.Compilation);
        for (int i = 2; holder?.GetMembers(name).Any(member => !IsFlag(member) || !isSame(member)) == true; i++) name = wanted + i;
        return name;
    }

    static bool IsFlag(ISymbol member) => member is IPropertySymbol { IsStatic: true, SetMethod: null, Type.SpecialType: SpecialType.System_Boolean };
}
