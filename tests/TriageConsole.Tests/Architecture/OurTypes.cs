using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using TriageConsole.Data;

namespace TriageConsole.Tests.Architecture;

/// <summary>The console's assemblies for the architecture tests.</summary>
internal static class OurTypes
{
    public static readonly System.Reflection.Assembly Core = typeof(Core.Events.EventReader).Assembly;
    public static readonly System.Reflection.Assembly Data = typeof(TriageDbContext).Assembly;
    public static readonly System.Reflection.Assembly App = typeof(TriageConsoleApp).Assembly;

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Read = new(() =>
        new ArchLoader().LoadAssemblies(Core, Data, App).Build()
    );

    private static readonly Lazy<IReadOnlyList<TypeDefinition>> AppDefinitions = new(() =>
        [.. AssemblyDefinition.ReadAssembly(App.Location).MainModule.GetTypes()]
    );

    public static ArchUnitNET.Domain.Architecture Architecture => Read.Value;

    /// <summary>The part of the app of a namespace: a feature, or a folder next to the features.</summary>
    public static string? PartOf(string? name)
    {
        const string root = "TriageConsole.";
        if (name is null || !name.StartsWith(root, StringComparison.Ordinal))
            return null;
        var parts = name.Split('.');
        return parts is ["TriageConsole", "Features", var feature, ..] ? feature : parts[1];
    }

    public static bool IsFeature(IType type) =>
        type.Namespace?.FullName.StartsWith("TriageConsole.Features.", StringComparison.Ordinal) == true;

    /// <summary>
    /// The dependencies of each type. Code that the compiler generates for lambdas and awaits belongs to the type that contains it.
    /// </summary>
    public static IEnumerable<(IType From, IType To)> Dependencies() =>
        from type in Architecture.Types
        from dependency in type.Dependencies
        select (type, dependency.Target);

    /// <summary>Every call in the app, with the type that contains it.</summary>
    public static IEnumerable<(TypeDefinition Caller, Instruction Call, MethodReference Method)> Calls() =>
        from type in AppDefinitions.Value
        from method in type.Methods
        where method.HasBody
        from instruction in method.Body.Instructions
        where instruction.OpCode == OpCodes.Call || instruction.OpCode == OpCodes.Callvirt
        select (Outer(type), instruction, (MethodReference)instruction.Operand);

    private static TypeDefinition Outer(TypeDefinition type) => type.DeclaringType is { } outer ? Outer(outer) : type;
}
