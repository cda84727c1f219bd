namespace System.Runtime.CompilerServices;

// netstandard2.0 lacks the type that init-only setters and positional records are compiled against.
static class IsExternalInit;
