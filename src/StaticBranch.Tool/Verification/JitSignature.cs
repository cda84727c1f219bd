using System.Text.RegularExpressions;

namespace StaticBranch.Tool.Verification;

/// <summary>Tells overloads apart by the parameter types that the JIT prints.</summary>
static partial class JitSignature
{
    /// <param name="name">As a listing has it: <c>Type:Method(int,System.Collections.Generic.List`1[int],byref):bool:this</c>.</param>
    /// <param name="parameters">As in a documentation comment id. A type parameter fits whatever it stands for.</param>
    public static bool Fits(string name, IReadOnlyList<string> parameters)
    {
        int open = name.IndexOf('('), close = name.LastIndexOf(')');
        if (open < 0 || close < open) return false;
        string[] printed = [.. Comma().Split(name[(open + 1)..close]).Where(type => type.Length > 0)];
        return printed.Length == parameters.Count && printed.Zip(parameters).All(pair => Fits(pair.First, pair.Second));
    }

    static bool Fits(string printed, string parameter) => parameter switch
    {
        ['`', ..] => true,
        [.., '@'] => printed == "byref",
        [.., '*'] or "" => printed == "ptr",
        [.. var element, '[', ']'] => printed is [.. var printedElement, '[', ']'] && Fits(printedElement, element),
        _ => printed == Primitive(parameter) || Plain(printed) == Plain(parameter),
    };

    // Arguments of generic types are left out: overloads that differ in nothing else are said to be ambiguous.
    static string Plain(string type) => Arguments().Replace(type, "").Replace('+', '.');

    static string Primitive(string type) => type switch
    {
        "System.Boolean" => "bool",
        "System.Char" => "char",
        "System.SByte" => "byte",
        "System.Byte" => "ubyte",
        "System.Int16" => "short",
        "System.UInt16" => "ushort",
        "System.Int32" => "int",
        "System.UInt32" => "uint",
        "System.Int64" => "long",
        "System.UInt64" => "ulong",
        "System.IntPtr" => "nint",
        "System.UIntPtr" => "nuint",
        "System.Single" => "float",
        "System.Double" => "double",
        _ => type,
    };

    [GeneratedRegex(@",(?![^\[]*\])")]
    private static partial Regex Comma();

    [GeneratedRegex(@"`\d+|\[.*\]|\{.*\}")]
    private static partial Regex Arguments();
}
