using System.Text;
using TriageConsole.Core.Events;
using TriageConsole.Features.Demo;

namespace TriageConsole.Tests.Demo;

public sealed class DemoTrafficTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Lines_SameDay_AreTheSame()
    {
        var first = DemoTraffic.Lines(Now).Select(Encoding.UTF8.GetString);
        Assert.Equal(first, DemoTraffic.Lines(Now.AddHours(3)).Select(Encoding.UTF8.GetString));
    }

    /// <summary>A demo that starts on a Sunday has the same failures as on a working day.</summary>
    [Fact]
    public void Lines_OfAnotherDay_DifferInDatesOnly()
    {
        static List<object?> Told(DateTimeOffset day) =>
            [
                .. DemoTraffic
                    .Lines(day)
                    .Select(line => EventReader.Read(line, day).Interaction)
                    .OfType<InteractionEvent>()
                    .Select(i => new
                    {
                        i.TraceId,
                        i.UserId,
                        i.ModelVersion,
                        i.PromptVersion,
                        i.KnowledgeVersion,
                        i.Country,
                        i.Segment,
                        i.OutcomeMetricValue,
                        Feedback = i.Feedback.Count,
                    }),
            ];
        var first = Told(Now);
        foreach (var days in Enumerable.Range(1, 7).Append(200))
            Assert.Equal(first, Told(Now.AddDays(days)));
    }

    [Fact]
    public void Lines_ParsedByTheContract_AreAllAccepted()
    {
        var events = DemoTraffic.Lines(Now).Select(line => EventReader.Read(line, Now)).ToList();
        Assert.DoesNotContain(events, e => e.Refusal is not null);
        var interactions = events.Where(e => e.Interaction is not null).Select(e => e.Interaction!).ToList();
        Assert.Equal(DemoTraffic.Interactions, interactions.Select(i => i.TraceId).Distinct().Count());
        Assert.All(interactions, i => Assert.InRange(i.Timestamp!.Value, Now.AddDays(-17), Now));
        Assert.DoesNotContain(interactions, i => i.Input!.Contains('{') && i.TaskType == DemoTraffic.Support);
    }

    /// <summary>The planted failures are large enough for a pattern search.</summary>
    [Fact]
    public void Lines_PlantedFailures_LowerTheirOutcomes()
    {
        var interactions = DemoTraffic
            .Lines(Now)
            .Select(line => EventReader.Read(line, Now).Interaction)
            .OfType<InteractionEvent>()
            .Where(i => i.OutcomeMetricValue is not null)
            .ToList();
        AssertWorse(
            interactions,
            DemoTraffic.Support,
            i => i is { PromptVersion: "support-v3", Country: "DE" } && i.Context!.Contains("\"refund\"", StringComparison.Ordinal)
        );
        AssertWorse(interactions, DemoTraffic.Rag, i => i.KnowledgeVersion == "kb-snapshot-42");
        AssertWorse(interactions, DemoTraffic.Code, i => i.ModelVersion == "reviewer-2.1" && i.Input!.Length > 4000);
    }

    private static void AssertWorse(List<InteractionEvent> all, string workflow, Func<InteractionEvent, bool> planted)
    {
        var parts = all.Where(i => i.TaskType == workflow).ToLookup(planted, i => i.OutcomeMetricValue!.Value);
        Assert.True(parts[true].Count() >= 25);
        Assert.True(
            parts[true].Average() < parts[false].Average() - 0.2,
            $"{workflow}: {parts[true].Average()} against {parts[false].Average()}"
        );
    }
}
