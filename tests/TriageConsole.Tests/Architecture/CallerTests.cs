using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using TriageConsole.Security;

namespace TriageConsole.Tests.Architecture;

/// <summary>Every use case is asked with who the caller is now: pages read it each time, and services take it.</summary>
public sealed class CallerTests
{
    /// <summary>What pages call without the caller, and why that is right. Nothing here changes anything but what is the caller's own.</summary>
    private static readonly Dictionary<string, string> WithoutCaller = new(StringComparer.Ordinal)
    {
        ["EvalReader.ItemsAsync"] = "reads of a run that the same load has just opened for the caller",
        ["EvalReader.ItemAsync"] = "as above",
        ["EvaluatorSets.CurrentAsync"] = "reads of a workflow that the same load has just found for the caller",
        ["EvaluatorService.CurrentAsync"] = "as above",
        ["EndpointService.OfTenantAsync"] = "as above",
        ["GoldenReader.OwnersAsync"] = "as above",
        ["RubricService.EnsureForWorkflowAsync"] = "as above; makes the built-in rubric where there is none",
        ["IRubricFindings.FindAsync"] = "as above",
        ["AgreementCounter.IsBehindAsync"] = "as above",
        ["LabelerTrustService.ListAsync"] = "reads of the agreement that the same load has just read for the caller",
        ["LabelerTrustService.OwnAsync"] = "the caller's own figures",
        ["JudgeService.ListAsync"] = "as above",
        ["CalibrationService.ProgressAsync"] = "counts of the caller's own answers",
        ["LabelRecords.TodayAsync"] = "counts of the caller's own labels",
        ["LabelRecords.LeftAsync"] = "kept counts of the queue",
        ["LabelingService.ReleaseAsync"] = "only lets go of what the caller holds",
        ["NoticeService.UnreadAsync"] = "the caller's own, by the id read in that call",
        ["NoticeService.ReadAsync"] = "as above",
    };

    private static readonly List<Type> Components = [.. typeof(TriageConsoleApp).Assembly.GetTypes().Where(t => typeof(IComponent).IsAssignableFrom(t))];

    [Fact]
    public void Components_NeverKeep_WhatTheCallerMayDo()
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var kept = from component in Components
                   from field in component.GetFields(all)
                   where Holds(field.FieldType)
                   select $"{component.Name}.{field.Name}";
        Assert.NotEmpty(Components);
        Assert.Empty(kept);
    }

    [Fact]
    public void Services_CalledByComponents_TakeTheCaller()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var component in Components)
        {
            var source = Sources(component);
            foreach (var service in Services(component))
                foreach (var method in service.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(m => !m.IsPrivate && !m.GetParameters().Any(p => p.ParameterType == typeof(ApiCaller)) && typeof(Task).IsAssignableFrom(m.ReturnType) && Regex.IsMatch(source, $@"\.{m.Name}\(")))
                {
                    var name = $"{service.Name}.{method.Name}";
                    seen.Add(name);
                    if (!method.GetParameters().Any(p => Holds(p.ParameterType)) && !WithoutCaller.ContainsKey(name)) wrong.Add($"{component.Name} calls {name}");
                }
        }

        Assert.Contains("LabelingService.SubmitAsync", seen);
        Assert.Contains("PromotionService.PromoteAsync", seen);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool Holds(Type type) => type == typeof(PersonAccess) || (type.IsGenericType && type.GetGenericTypeDefinition() != typeof(Func<,>) && type.GetGenericArguments().Any(Holds));

    private static IEnumerable<Type> Services(Type component) => component.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType)
        .Concat(component.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(p => p.GetCustomAttribute<InjectAttribute>() is not null).Select(p => p.PropertyType))
        .Where(t => t.Namespace?.StartsWith("TriageConsole.Features.", StringComparison.Ordinal) == true).Distinct();

    /// <summary>The component's markup and code.</summary>
    private static string Sources(Type component)
    {
        var name = component.Name.Split('`')[0];
        return string.Join('\n', Directory.EnumerateFiles(ReferenceTests.Source, name + ".*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".razor" && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText));
    }
}
