using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

/// <summary>What the platform's own switches do. Their bodies are out of sight, so this is a table, measured by the oracle tests.</summary>
static class FrameworkFlags
{
    const CompileModes EveryMachineCode = CompileModes.All & ~CompileModes.ILLink;

    public static Folding? Find(ISymbol member)
    {
        if (!member.DeclaringSyntaxReferences.IsEmpty || member.ContainingType is not { } type) return null;
        return $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}.{member.Name}" switch
        {
            "System.IntPtr.Size" or "System.UIntPtr.Size" or "System.BitConverter.IsLittleEndian" or "System.Type.IsValueType"
                or "System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences" or "System.Runtime.CompilerServices.Unsafe.SizeOf"
                => Only(EveryMachineCode, "ILLink leaves it to the compiler"),
            "System.Environment.Is64BitProcess" or "System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture" => Only(EveryMachineCode & ~CompileModes.ReadyToRun, "its value comes from another version bubble"),
            "System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported" or "System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeCompiled"
                or "System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault"
                => Only(CompileModes.Jit | CompileModes.NativeAot | CompileModes.ILLink, "its class is initialised at run time"),
            "System.Diagnostics.Stopwatch.IsHighResolution" => Only(CompileModes.Jit | CompileModes.NativeAot, "its class is initialised at run time"),
            // The runtime's own start-up initialises the class.
            "System.Environment.ProcessorCount" => Only(CompileModes.Jit | CompileModes.Untiered, "its class is initialised at run time"),
            "System.Diagnostics.Debugger.IsAttached" => Only(CompileModes.NativeAot, "a debugger can attach at any time"),
            "System.Diagnostics.Tracing.EventSource.IsEnabled" => Only(CompileModes.NativeAot, "a listener can come at any time"),
            "System.AppContext.TryGetSwitch" or "System.AppContext.GetData" => Folding.Never("AppContext is asked on each call"),
            "System.Environment.GetEnvironmentVariable" => Folding.Never("the environment is read on each call"),
            "System.Runtime.GCSettings.IsServerGC" => Folding.Never("the garbage collector is asked on each call"),
            "System.Lazy`1.Value" or "System.Lazy`1.IsValueCreated" => Folding.Never("a Lazy<T> is asked on each call"),
            "System.Threading.ThreadLocal`1.Value" or "System.Threading.AsyncLocal`1.Value" => Folding.Never("its value is not the same on each thread"),
            _ when IsOperatingSystemTest(member) => Only(EveryMachineCode, "ILLink leaves it to the compiler"),
            _ when IsInstructionSetTest(member) => Only(IsBaseline(type) ? EveryMachineCode : EveryMachineCode & ~CompileModes.ReadyToRun, "the processor is known at run time only"),
            _ => null,
        };
    }

    static Folding Only(CompileModes modes, string reason) => Folding.Always.Except(CompileModes.All & ~modes, reason);

    static bool IsOperatingSystemTest(ISymbol member) =>
        member is IMethodSymbol { IsStatic: true, Parameters.IsEmpty: true, ContainingType: { Name: "OperatingSystem", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } }
        && member.Name.StartsWith("Is", StringComparison.Ordinal);

    static bool IsInstructionSetTest(ISymbol member) =>
        member is IPropertySymbol { IsStatic: true, Name: "IsSupported" or "IsHardwareAccelerated" or "Count" }
        && member.ContainingNamespace.ToDisplayString() is "System.Runtime.Intrinsics" or "System.Runtime.Intrinsics.X86" or "System.Runtime.Intrinsics.Arm"
            or "System.Runtime.Intrinsics.Wasm" or "System.Numerics";

    // What every processor has that ReadyToRun code is made for; the rest it leaves to the JIT.
    static bool IsBaseline(INamedTypeSymbol type) => type.ContainingType is null
        && type.Name is "X86Base" or "Sse" or "Sse2" or "Sse3" or "Ssse3" or "Sse41" or "Sse42" or "Popcnt" or "ArmBase" or "AdvSimd" or "Vector64" or "Vector128";
}
