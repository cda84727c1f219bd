using System.Text.RegularExpressions;

namespace StaticBranch.Tool.Profiles;

/// <summary>A managed frame of a stack, read from the text by which one of the profile formats names it.</summary>
/// <param name="Module">Simple name of the assembly; null when the format does not tell.</param>
/// <param name="Method"><c>Namespace.Outer`1+Type.Method</c>, without generic arguments.</param>
/// <param name="Parameters">As in a documentation comment id; null when the format does not tell.</param>
readonly partial record struct Frame(string? Module, string Method, string? Parameters)
{
    /// <summary>Reads <c>module!Namespace.Type.Method(parameters)</c>, as TraceEvent and speedscope files have it.</summary>
    public static Frame FromTrace(string text)
    {
        int bang = text.IndexOf('!');
        return bang > 0 ? FromSignature(text[..bang], text[(bang + 1)..]) : FromSignature(null, text);
    }

    /// <summary>Reads <c>result [module] Namespace.Type::Method(parameters)[tier]</c>, as perf maps have it. Null for native code.</summary>
    public static Frame? FromPerfMap(string text) => PerfMap().Match(text) is { Success: true } match
        ? FromSignature(match.Groups["module"].Value, $"{match.Groups["type"].Value}.{match.Groups["member"].Value}")
        : null;

    static Frame FromSignature(string? module, string text)
    {
        int open = text.IndexOf('('), close = text.LastIndexOf(')');
        return open > 0 && close > open
            ? new(module, Instantiation().Replace(text[..open], ""), DocumentationParameters(text[(open + 1)..close]))
            : new(module, Instantiation().Replace(text, ""), null);
    }

    // The runtime prints types as IL assembly does.
    static string DocumentationParameters(string text)
    {
        text = Noise().Replace(text, "");
        text = Primitive().Replace(text, match => "System." + match.Value switch
        {
            "bool" => "Boolean", "char" => "Char", "string" => "String", "object" => "Object", "void" => "Void",
            "int8" => "SByte", "uint8" or "unsigned int8" => "Byte", "int16" => "Int16", "uint16" or "unsigned int16" => "UInt16",
            "int32" => "Int32", "uint32" or "unsigned int32" => "UInt32", "int64" => "Int64", "uint64" or "unsigned int64" => "UInt64",
            "float32" => "Single", "float64" => "Double", "native int" => "IntPtr", _ => "UIntPtr",
        });
        return GenericArity().Replace(text, "{").Replace('>', '}').Replace("!!", "``").Replace('!', '`').Replace('&', '@').Replace('+', '.').Replace('/', '.')
            .Replace("0...", "0:").Replace(" ", "");
    }

    [GeneratedRegex(@"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]")]
    private static partial Regex Instantiation();

    [GeneratedRegex(@"\bvalue ?class |\bvaluetype |\bclass |mod(?:req|opt)\([^()]*\)|\[[A-Za-z_][^\[\]]*\]")]
    private static partial Regex Noise();

    [GeneratedRegex(@"(?<![\w.])(?:bool|char|string|object|void|(?:unsigned )?int(?:8|16|32|64)|uint(?:8|16|32|64)|float(?:32|64)|native (?:unsigned )?u?int)(?![\w.])")]
    private static partial Regex Primitive();

    [GeneratedRegex(@"(?:`\d+)?<")]
    private static partial Regex GenericArity();

    [GeneratedRegex(@"\[(?<module>[^\[\]]+)\] (?<type>[^\s()]+)::(?<member>[^\s(]+\(.*?\))(?=\[[A-Z])")]
    private static partial Regex PerfMap();
}
