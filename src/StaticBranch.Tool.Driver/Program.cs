using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace StaticBranch.Tool.Driver;

/// <summary>Carries out a request in the process whose JIT is observed. Arguments: assembly, request file, answer file, folder of the assembly's dependencies.</summary>
public static class Program
{
    const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // Tier 1 takes 30 calls, a pause without new tier-0 code, and with PGO one more stage of the same. On a busy machine the thread that compiles it comes late.
    const int QuietRounds = 30, MostRounds = 600, CallsPerRound = 100;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20), Quiet = TimeSpan.FromSeconds(2);

    public static int Main(string[] args)
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(args[3], name.Name + ".dll") is var dependency && File.Exists(dependency) ? context.LoadFromAssemblyPath(dependency) : null;

        using StreamWriter answers = new(args[2]) { AutoFlush = true };
        string step = "load";
        try
        {
            Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(args[0]);
            foreach (string line in File.ReadLines(args[1]))
            {
                step = line;
                answers.WriteLine(line.StartsWith(nameof(Step.TryPrepare), StringComparison.Ordinal) ? Try(assembly, line) : Answer(assembly, line.Split('\t')));
            }
            return 0;
        }
        catch (Exception e)
        {
            answers.WriteLine(Failure(step, e));
            return 1;
        }
    }

    static string Try(Assembly assembly, string line)
    {
        try
        {
            return Answer(assembly, line.Split('\t'));
        }
        catch (Exception e)
        {
            return Failure(line, e);
        }
    }

    // Whatever the judged code throws is an answer about it: the tool says which step failed, and why.
    static string Failure(string step, Exception e)
    {
        Exception cause = e is TargetInvocationException or TypeInitializationException ? e.InnerException ?? e : e;
        return $"!{step.Replace('\t', ' ')}: {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}";
    }

    static string Answer(Assembly assembly, string[] step)
    {
        Type type = Find(assembly, step[1]);
        switch (Enum.Parse<Step>(step[0]))
        {
            case Step.Initialize:
                return Initialize(type);
            case Step.Read:
                return Read(type, step[2]);
            case Step.Prepare or Step.TryPrepare:
                RuntimeTypeHandle[] ofType = [.. type.GetGenericArguments().Select(argument => argument.TypeHandle)];
                RuntimeTypeHandle[] ofMethod = [.. step.Skip(3).Select(name => Find(assembly, name).TypeHandle)];
                foreach (MethodBase method in Overloads(type, step[2]).Where(method => method.IsGenericMethod == ofMethod.Length > 0))
                    RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. ofType, .. ofMethod]);
                return "";
            default:
                Action call = Overloads(type, step[2]).OfType<MethodInfo>().Single(method => method.IsStatic && method.GetParameters() is []).CreateDelegate<Action>();
                long compiled = 0;
                Stopwatch sinceLast = Stopwatch.StartNew();
                for (int round = 0, quiet = 0; round < MostRounds && (quiet < QuietRounds || sinceLast.Elapsed < Quiet); round++)
                {
                    for (int i = 0; i < CallsPerRound; i++) call();
                    Thread.Sleep(Pause);
                    quiet = compiled == (compiled = JitInfo.GetCompiledMethodCount()) ? quiet + 1 : 0;
                    if (quiet == 0) sinceLast.Restart();
                }
                return "";
        }
    }

    // A class that cannot be initialised concerns those alone who read it: they get the same exception.
    static string Initialize(Type type)
    {
        try
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            return "";
        }
        catch (TypeInitializationException e)
        {
            return Failure(type.FullName!, e);
        }
    }

    static Type Find(Assembly assembly, string name) =>
        Type.GetType(name, AssemblyLoadContext.Default.LoadFromAssemblyName, (from, name, _) => (from ?? assembly).GetType(name) ?? (from is null ? Type.GetType(name) : null))
        ?? throw new TypeLoadException($"{assembly.GetName().Name} has no type '{name}'");

    static string Read(Type type, string member) =>
        type.GetField(member, Declared) is { } field ? Convert.ToString(field.GetValue(null), provider: null) ?? ""
        : type.GetProperty(member, Declared) is { } property ? Convert.ToString(property.GetValue(null), provider: null) ?? ""
        : throw new MissingMemberException(type.FullName, member);

    // A name that ends in #token means one overload.
    static IReadOnlyCollection<MethodBase> Overloads(Type type, string name)
    {
        if (name.IndexOf('#') is > 0 and var token)
            return [type.Module.ResolveMethod(int.Parse(name.AsSpan(token + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture))!];
        IEnumerable<MethodBase> declared = [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];
        MethodBase[] named = [.. declared.Where(method => method.Name == name && method.GetMethodBody() is not null)];
        return named is [] ? throw new MissingMethodException(type.FullName, name) : named;
    }
}
