using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

/// <summary>What parameters, locals and type parameters stand for while the body of a callee is read in its caller's place.</summary>
sealed class CallFrame(IMethodSymbol method, Folding? instance, CallFrame? caller)
{
    // Far more than any flag needs; without an end, helpers that call each other twice would be read 2ⁿ times.
    const int Deepest = 8;

    readonly Dictionary<ISymbol, Folding> variables = new(SymbolEqualityComparer.Default);
    readonly int depth = caller is null ? 1 : caller.depth + 1;

    public Folding? Instance => instance;
    public bool IsTooDeep => depth > Deepest;

    public Folding this[ISymbol variable]
    {
        get => variables.TryGetValue(variable, out var known) ? known : Folding.Never($"'{variable.Name}' is computed at run time");
        set => variables[variable] = value;
    }

    public static bool IsReading(IMethodSymbol callee, CallFrame? frame) =>
        frame is not null && (SymbolEqualityComparer.Default.Equals(frame.Method.OriginalDefinition, callee.OriginalDefinition) || IsReading(callee, frame.Caller));

    /// <summary>Whether reference types share the machine code in which this type occurs, so that a static of it is looked up at run time.</summary>
    public static bool IsShared(ITypeSymbol type, CallFrame? frame) => type switch
    {
        ITypeParameterSymbol parameter => frame?.ArgumentFor(parameter) is { } argument ? IsShared(argument, frame.Caller) : !parameter.IsValueType,
        IArrayTypeSymbol array => IsShared(array.ElementType, frame),
        INamedTypeSymbol named => named.TypeArguments.Any(argument => IsShared(argument, frame)) || (named.ContainingType is { } outer && IsShared(outer, frame)),
        _ => false,
    };

    /// <summary>The type that stands for a type parameter, as far as the callers tell.</summary>
    public static ITypeSymbol Resolve(ITypeSymbol type, CallFrame? frame) =>
        type is ITypeParameterSymbol parameter && frame?.ArgumentFor(parameter) is { } argument ? Resolve(argument, frame.Caller) : type;

    IMethodSymbol Method => method;
    CallFrame? Caller => caller;

    ITypeSymbol? ArgumentFor(ITypeParameterSymbol parameter)
    {
        if (parameter.DeclaringMethod is { } generic)
            return SymbolEqualityComparer.Default.Equals(generic, method.OriginalDefinition) ? method.TypeArguments[parameter.Ordinal] : null;

        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, parameter.DeclaringType)) return type.TypeArguments[parameter.Ordinal];
        }
        return null;
    }
}
