using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace StaticBranch.Tool.Driver;

/// <summary>Carries out a request in the process whose JIT is observed. Arguments: assembly, request file, answer file.</summary>
public static class Program
{
    const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // Tier 1 takes 30 calls, a pause without new tier-0 code, and with PGO one more stage of the same.
    const int Rounds = 30, CallsPerRound = 100;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static int Main(string[] args)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(args[0]))!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, name.Name + ".dll") is var sibling && File.Exists(sibling) ? context.LoadFromAssemblyPath(sibling) : null;
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(args[0]));

        using StreamWriter answers = new(args[2]) { AutoFlush = true };
        foreach (string line in File.ReadLines(args[1]))
        {
            try
            {
                answers.WriteLine(Answer(assembly, line.Split('\t')));
            }
            catch (Exception e)
            {
                // Whatever the judged code throws is an answer about it: the tool says which step failed, and why.
                Exception cause = e is TargetInvocationException or TypeInitializationException ? e.InnerException ?? e : e;
                answers.WriteLine($"!{line.Replace('\t', ' ')}: {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}");
                return 1;
            }
        }
        return 0;
    }

    static string Answer(Assembly assembly, string[] step)
    {
        Type type = Find(assembly, step[1]);
        switch (Enum.Parse<Step>(step[0]))
        {
            case Step.Initialize:
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
                return "";
            case Step.Read:
                return Read(type, step[2]);
            case Step.Prepare:
                RuntimeTypeHandle[] ofType = [.. type.GetGenericArguments().Select(argument => argument.TypeHandle)];
                RuntimeTypeHandle[] ofMethod = [.. step.Skip(3).Select(name => Find(assembly, name).TypeHandle)];
                foreach (MethodBase method in Overloads(type, step[2]).Where(method => method.IsGenericMethod == ofMethod.Length > 0))
                    RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. ofType, .. ofMethod]);
                return "";
            default:
                Action call = Overloads(type, step[2]).OfType<MethodInfo>().Single(method => method.IsStatic && method.GetParameters() is []).CreateDelegate<Action>();
                for (int round = 0; round < Rounds; round++)
                {
                    for (int i = 0; i < CallsPerRound; i++) call();
                    Thread.Sleep(Pause);
                }
                return "";
        }
    }

    static Type Find(Assembly assembly, string name) =>
        Type.GetType(name, AssemblyLoadContext.Default.LoadFromAssemblyName, (from, name, _) => (from ?? assembly).GetType(name) ?? (from is null ? Type.GetType(name) : null))
        ?? throw new TypeLoadException($"{assembly.GetName().Name} has no type '{name}'");

    static string Read(Type type, string member) =>
        type.GetField(member, Declared) is { } field ? Convert.ToString(field.GetValue(null), provider: null) ?? ""
        : type.GetProperty(member, Declared) is { } property ? Convert.ToString(property.GetValue(null), provider: null) ?? ""
        : throw new MissingMemberException(type.FullName, member);

    static IReadOnlyCollection<MethodBase> Overloads(Type type, string name)
    {
        IEnumerable<MethodBase> declared = [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];
        MethodBase[] named = [.. declared.Where(method => method.Name == name && method.GetMethodBody() is not null)];
        return named is [] ? throw new MissingMethodException(type.FullName, name) : named;
    }
}
