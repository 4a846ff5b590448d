using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Tests.Architecture;

/// <summary>A name has one meaning.</summary>
public sealed class NameTests
{
    private static readonly Type[] Types =
    [
        .. new[] { OurTypes.Core, OurTypes.Data, OurTypes.App }
            .SelectMany(a => a.GetTypes())
            .Where(t => t.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !t.Name.Contains('<', StringComparison.Ordinal)),
    ];

    /// <summary>Types that other assemblies or other types can see.</summary>
    [Fact]
    public void Types_HaveUniqueNames()
    {
        var twice = Types
            .Where(t => t.Namespace?.StartsWith("TriageConsole", StringComparison.Ordinal) == true && !t.IsNestedPrivate)
            .Where(t => t.Name is not "_Imports" and not "Log")
            .GroupBy(t => t.Name)
            .Where(g => g.Count() > 1)
            .Select(g => string.Join(", ", g.Select(t => t.FullName)));
        Assert.True(!twice.Any(), string.Join('\n', twice));
    }

    [Fact]
    public void LogEvents_HaveUniqueIds()
    {
        const BindingFlags all =
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var events = Types
            .SelectMany(t => t.GetMethods(all))
            .Select(m => (Method: m, Event: m.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(m => m.Event is not null)
            .Select(m =>
                (Name: $"{m.Method.DeclaringType!.Name}.{m.Method.Name}", Short: m.Event!.EventName ?? m.Method.Name, Id: m.Event.EventId)
            )
            .ToList();
        Assert.Contains(events, e => e.Name == "RoutingLog.Away");
        // Without an id the generator computes one from the name.
        Assert.Empty(events.Where(e => e.Id >= 0).GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => string.Join(", ", g)));
        Assert.Empty(events.Where(e => e.Id < 0).GroupBy(e => e.Short).Where(g => g.Count() > 1).Select(g => string.Join(", ", g)));
    }
}
