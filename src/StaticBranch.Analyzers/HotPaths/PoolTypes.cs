using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the types that hand objects out and take them back: by what they derive from, by name, or by a pair of members.</summary>
sealed class PoolTypes
{
    static readonly string[] Words = ["Pool", "Arena", "Allocator", "Recycler", "Recyclable", "BufferManager", "FreeList"];

    // Thread pools and application pools share nothing but the word.
    static readonly string[] Strangers = ["ThreadPool", "TaskPool", "WorkerPool"];

    readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default), descents = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a declaration gives any reason to ask: a name, something to derive from, a member that takes back, or another part.</summary>
    public static bool MayBe(TypeDeclarationSyntax type) => type.BaseList is not null || SaysPool(type.Identifier.ValueText) || type.Modifiers.Any(SyntaxKind.PartialKeyword)
        || type.Members.Any(static member => member is MethodDeclarationSyntax { Identifier.ValueText: var name } && MemberNames.SaysTakeBack(name));

    /// <summary>Whether a type is a pool or nested in one.</summary>
    public bool Contains(INamedTypeSymbol? type) => type is not null && (known.TryGetValue(type.OriginalDefinition, out bool isPool) ? isPool : known.GetOrAdd(type.OriginalDefinition, IsPool));

    /// <summary>The same, not remembered: for declarations, of which each is asked about once.</summary>
    public bool IsPool(INamedTypeSymbol type)
    {
        foreach (string stranger in Strangers)
            if (type.Name.IndexOf(stranger, StringComparison.Ordinal) >= 0) return false;
        return IsPoolByDescent(type) || HasPair(type) || IsPartOfPool(type);
    }

    bool IsPoolByDescent(INamedTypeSymbol type)
    {
        if (SaysPool(type.Name)) return true;
        foreach (var contract in type.Interfaces)
            if (IsContract(contract) || contract.AllInterfaces.Any(IsContract)) return true;
        return type.BaseType is { SpecialType: SpecialType.None, OriginalDefinition: var parent } && (descents.TryGetValue(parent, out bool isPool) ? isPool : descents.GetOrAdd(parent, IsPoolByDescent));
    }

    static bool IsContract(INamedTypeSymbol contract) => contract.Name.EndsWith("Pool", StringComparison.Ordinal);

    // A pool's per-thread stacks, caches and arenas are nested in it.
    bool IsPartOfPool(INamedTypeSymbol type) => type is { ContainingType: { } outer, TypeKind: TypeKind.Class or TypeKind.Struct } && Contains(outer);

    // GetBlock and ReturnBlock, Rent and Return, GetSession and PutSession: one gives what the other takes. Who acquires a lock releases it too.
    static bool HasPair(INamedTypeSymbol type)
    {
        if (MemberNames.SaysLock(type.Name) || !type.MemberNames.Any(MemberNames.SaysTakeBack)) return false;
        var methods = type.GetMembers().OfType<IMethodSymbol>().Where(static method => method.MethodKind == MethodKind.Ordinary).ToArray();
        foreach (var back in methods)
        {
            if (MemberNames.AfterReturn(back.Name) is { } noun && Gives(noun).Any(given => Exchange.Takes(back, given))) return true;
            // Put(key, value) is no return, and Release(number) lets go of something else.
            if (MemberNames.AfterPut(back.Name) is { } put && back.Parameters.Length == 1 && Gives(put).Any(given => given.TypeKind == TypeKind.Class && Exchange.Takes(back, given))) return true;
        }
        return false;

        IEnumerable<ITypeSymbol> Gives(string what) => methods.Where(rent => MemberNames.AfterRent(rent.Name) == what).SelectMany(Exchange.Gives);
    }

    /// <summary>The member of the type that gives what is called so.</summary>
    public static IMethodSymbol? Giver(INamedTypeSymbol type, string noun) =>
        type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(member => member.MethodKind == MethodKind.Ordinary && MemberNames.AfterRent(member.Name) == noun && Exchange.Gives(member).Any());

    /// <summary>Whether some member of the type takes back what this one gives, or ends what is called the same.</summary>
    public static bool TakesBack(IMethodSymbol rent)
    {
        string? noun = MemberNames.AfterRent(rent.Name);
        for (var type = rent.ContainingType; type is not null; type = type.BaseType)
            foreach (var member in type.GetMembers())
                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } back && (TakesBack(back, rent) || noun is { Length: > 0 } && MemberNames.AfterGiveBack(back.Name) == noun && Exchange.TakesSomething(back))) return true;
        return false;
    }

    static bool TakesBack(IMethodSymbol back, IMethodSymbol rent) =>
        (MemberNames.SaysReturn(back.Name) || MemberNames.SaysStow(back.Name)) && Exchange.Gives(rent).Any(given => !IsNumber(given) && Exchange.Takes(back, given));

    /// <summary>Whether some member of the type hands out what this one is given.</summary>
    public static bool HandsOut(IMethodSymbol back)
    {
        for (var type = back.ContainingType; type is not null; type = type.BaseType)
            foreach (var member in type.GetMembers())
                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } rent && MemberNames.SaysRent(rent.Name) && Exchange.Gives(rent).Any(given => !IsNumber(given) && Exchange.Takes(back, given))) return true;
        return false;
    }

    /// <summary>Whether the type makes what it hands out, and is not there to keep it.</summary>
    public static bool Allocates(INamedTypeSymbol type) => type.Name.IndexOf("Allocator", StringComparison.Ordinal) >= 0;

    // Every other member takes a number.
    static bool IsNumber(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UIntPtr;

    /// <summary>Whether a type is named as a pool.</summary>
    public static bool SaysPool(string type)
    {
        foreach (string word in Words)
            if (type.IndexOf(word, StringComparison.Ordinal) is var at and >= 0 && EndsWord(type, at + word.Length)) return true;
        return false;
    }

    // A pool's policy, options, handle or exception is not the pool.
    static bool EndsWord(string name, int end) => end == name.Length || name.Substring(end) is "Base" or "Core" or "Impl" or "Slim" or "Manager" or "StreamManager" or "`1";
}
