using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TriageConsole.Tests.Architecture;

/// <summary>The exception of a task that is not awaited is lost.</summary>
public sealed class DiscardedTaskTests
{
    /// <summary>Types that discard a task and handle its exception.</summary>
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["BackgroundComponent"] = "passes exceptions to the error boundary",
        ["ChangeNotifier"] = "logs a subscriber's failure",
    };

    [Fact]
    public void Tasks_AreNever_Discarded()
    {
        var discarded = OurTypes
            .Calls()
            .Where(c => IsTask(c.Method.ReturnType) && c.Call.Next?.OpCode == OpCodes.Pop)
            .Select(c => c.Caller.Name)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), discarded);
    }

    private static bool IsTask(TypeReference type) =>
        type.Namespace == "System.Threading.Tasks" && type.Name is "Task" or "Task`1" or "ValueTask" or "ValueTask`1";
}
