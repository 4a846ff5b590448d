using System.Reflection;
using System.Reflection.Emit;
using Microsoft.AspNetCore.Components;
using TriageConsole.Security;

namespace TriageConsole.Tests.Architecture;

/// <summary>Every use case checks the current caller: pages read it for each action, and services take it as a parameter.</summary>
public sealed class CallerTests
{
    /// <summary>Calls of pages without the caller, with the reason why they are safe. They change only the caller's own data.</summary>
    private static readonly Dictionary<string, string> WithoutCaller = new(StringComparer.Ordinal)
    {
        ["EvalItemReader.ItemsAsync"] = "reads of a run that the same load has just opened for the caller",
        ["EvalItemReader.ItemAsync"] = "as above",
        ["EvaluatorSetService.CurrentAsync"] = "reads of a workflow that the same load has just found for the caller",
        ["EndpointService.OfTenantAsync"] = "as above",
        ["GoldenReader.OwnersAsync"] = "as above",
        ["RubricService.EnsureForWorkflowAsync"] = "as above; creates the built-in rubric if there is none",
        ["IRubricFindings.FindAsync"] = "as above",
        ["AgreementCounter.IsBehindAsync"] = "as above",
        ["LabelerTrustService.ListAsync"] = "reads of the agreement that the same load has just read for the caller",
        ["LabelerTrustService.OwnAsync"] = "the caller's own figures",
        ["JudgeService.ListAsync"] = "as above",
        ["CalibrationService.ProgressAsync"] = "counts of the caller's own answers",
        ["LabelRecords.LeftAsync"] = "stored counts of the queue",
        ["LabelingLeases.ReleaseAsync"] = "only releases the caller's own leases",
        ["LabelingLeases.IsOpenElsewhereAsync"] = "whether another window of the caller holds the caller's own lease",
        ["LabelingWindows.TakeOverAsync"] = "between the caller's own windows, known by the session's labeler",
        ["ILabelingWindow.IsAliveAsync"] = "as above",
        ["NoticeService.UnreadAsync"] = "the caller's own, by the id read in that call",
        ["NoticeService.ReadAsync"] = "as above",
    };

    private static readonly List<Type> Components =
    [
        .. typeof(TriageConsoleApp).Assembly.GetTypes().Where(t => typeof(IComponent).IsAssignableFrom(t)),
    ];

    [Fact]
    public void Components_NeverKeep_WhatTheCallerMayDo()
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var kept =
            from component in Components
            from field in component.GetFields(all)
            where Holds(field.FieldType)
            select $"{component.Name}.{field.Name}";
        Assert.NotEmpty(Components);
        Assert.Empty(kept);
    }

    [Fact]
    public void Services_CalledByComponents_TakeTheCaller()
    {
        var calls = Components
            .SelectMany(c => Calls(c).Select(m => (Component: c, Method: m)))
            .Where(c =>
                c.Method.DeclaringType!.Namespace?.StartsWith("TriageConsole.Features.", StringComparison.Ordinal) == true
                && typeof(Task).IsAssignableFrom(c.Method.ReturnType)
                && !c.Method.IsSpecialName
                && !typeof(IComponent).IsAssignableFrom(Outer(c.Method.DeclaringType))
            )
            .ToList();
        var wrong = calls
            .Where(c => !c.Method.GetParameters().Any(p => Holds(p.ParameterType)) && !WithoutCaller.ContainsKey(Name(c.Method)))
            .Select(c => $"{c.Component.Name} calls {Name(c.Method)}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Contains(calls, c => Name(c.Method) == "LabelingService.SubmitAsync");
        Assert.Contains(calls, c => Name(c.Method) == "PromotionService.PromoteAsync");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        // Unused exceptions must be removed.
        Assert.Empty(WithoutCaller.Keys.Except(calls.Select(c => Name(c.Method))));
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static Type Outer(Type type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    private static bool Holds(Type type) =>
        type == typeof(PersonAccess)
        || (type.IsGenericType && type.GetGenericTypeDefinition() != typeof(Func<,>) && type.GetGenericArguments().Any(Holds));

    /// <summary>The methods that a component calls, including its lambdas and state machines, from the compiled code.</summary>
    private static IEnumerable<MethodInfo> Calls(Type component)
    {
        const BindingFlags all =
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var type in WithNested(component))
        foreach (var method in type.GetMethods(all))
            if (method.GetMethodBody()?.GetILAsByteArray() is { } code)
                for (var at = 0; at + 5 <= code.Length; at++)
                    if (
                        (code[at] == OpCodes.Call.Value || code[at] == OpCodes.Callvirt.Value)
                        && Resolve(type, BitConverter.ToInt32(code, at + 1)) is { } called
                    )
                        yield return called;
    }

    private static IEnumerable<Type> WithNested(Type type) =>
        type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).SelectMany(WithNested).Prepend(type);

    /// <summary>Null if the bytes only look like a call.</summary>
    private static MethodInfo? Resolve(Type type, int token)
    {
        // A method of this assembly, of another one, or an instance of a generic one.
        if ((token >> 24) is not (0x06 or 0x0A or 0x2B))
            return null;
        try
        {
            return type.Module.ResolveMethod(token, type.IsGenericType ? type.GetGenericArguments() : null, null) as MethodInfo;
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }
}
