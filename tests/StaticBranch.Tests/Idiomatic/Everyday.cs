using System.Runtime.InteropServices;

namespace StaticBranch.Tests.Idiomatic;

abstract record Shape
{
    public sealed record Circle(double Radius) : Shape;
    public sealed record Box(double Width, double Height) : Shape;

    public double Area => this switch
    {
        Circle { Radius: var radius } => Math.PI * radius * radius,
        Box(var width, var height) => width * height,
        _ => 0,
    };
}

class Everyday : IDisposable
{
    readonly Dictionary<string, Shape> shapes = [];
    readonly Lock gate = new();
    Stream? file;
    bool isDisposed;

    public event EventHandler<Shape>? Added;

    public bool IsReadOnly { get; init; }

    public Shape? this[string name] => shapes.GetValueOrDefault(name);

    public void Add(string name, Shape shape)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (IsReadOnly) throw new InvalidOperationException();
        lock (gate) shapes[name] = shape;
        Added?.Invoke(this, shape);
    }

    public IEnumerable<string> Large(double area)
    {
        foreach (var (name, shape) in shapes)
            if (shape.Area > area)
                yield return name;
    }

    public async Task<string?> FirstLine(string path, CancellationToken cancellation = default)
    {
        await using var stream = file ??= File.OpenRead(path);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(cancellation) is { Length: > 0 } line ? line : null;
    }

    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        file?.Dispose();
    }
}

sealed class Handle() : SafeHandle(-1, ownsHandle: true)
{
    public override bool IsInvalid => handle == -1;

    protected override bool ReleaseHandle() => true;
}
