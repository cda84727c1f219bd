using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>What is done again and again in a body.</summary>
static class Loops
{
    public static bool Hold(IOperation operation)
    {
        for (var node = operation.Parent; node is not null; node = node.Parent)
            if (node is ILoopOperation) return true;
        return false;
    }
}
