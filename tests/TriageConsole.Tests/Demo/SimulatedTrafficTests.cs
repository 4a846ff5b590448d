using System.Text;
using TriageConsole.Core.Events;
using TriageConsole.Features.Demo;

namespace TriageConsole.Tests.Demo;

public sealed class SimulatedTrafficTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly DemoVersion Old = new("support-2026.05", "support-v2");
    private static readonly DemoVersion New = new("support-2026.06", "support-v3");

    private static List<SimulatedUnit> Hour { get; } =
    [.. Enumerable.Range(0, 180).SelectMany(n => SimulatedTraffic.Of(SimulatedTraffic.SlotOf(Now) + n))];

    [Fact]
    public void Units_OfAnHour_AreAFewAMinute_AndUnique()
    {
        var perMinute = Hour.GroupBy(u => u.Workflow).ToDictionary(g => g.Key, g => g.Count() / 60.0);
        Assert.Equal(3, perMinute.Count);
        Assert.All(perMinute.Values, n => Assert.InRange(n, 2, 5));
        Assert.Equal(Hour.Count, Hour.Select(u => u.TraceId).Distinct().Count());
        Assert.All(Hour, u => Assert.Equal(u.Slot, SimulatedTraffic.SlotOf(SimulatedTraffic.TimeOf(u))));
    }

    [Fact]
    public void Tell_TheSameUnit_IsTheSame_AndAcceptedByTheContract()
    {
        foreach (var unit in Hour)
        {
            var line = DemoTraffic.Line(SimulatedTraffic.Tell(unit, New));
            Assert.Equal(Encoding.UTF8.GetString(line), Encoding.UTF8.GetString(DemoTraffic.Line(SimulatedTraffic.Tell(unit, New))));
            var read = EventReader.Read(line, Now.AddHours(2));
            Assert.Null(read.Refusal);
            Assert.Equal((unit.TraceId, unit.RoutingUnit), (read.Interaction!.TraceId, read.Interaction.TaskId));
        }
    }

    /// <summary>The users and questions stay, only the answer depends on the release that serves.</summary>
    [Fact]
    public void Tell_ByAnotherRelease_HasTheSameQuestion_AndThePlantedFailureOnlyThere()
    {
        var day = Enumerable.Range(0, 900).SelectMany(n => SimulatedTraffic.Of(SimulatedTraffic.SlotOf(Now) + n));
        var support = day.Where(u => u.Workflow == DemoTraffic.Support).ToList();
        var (old, next) = (support.ConvertAll(u => SimulatedTraffic.Tell(u, Old)), support.ConvertAll(u => SimulatedTraffic.Tell(u, New)));
        Assert.Equal(
            old.Select(e => (e.UserId, e.Segment, e.Country, e.Input)),
            next.Select(e => (e.UserId, e.Segment, e.Country, e.Input))
        );
        bool Planted(DemoEvent e) =>
            SupportTexts.OutdatedRefund.Any(t => e.Messages.Any(m => m.Content.Contains(t[^30..], StringComparison.Ordinal)));
        Assert.DoesNotContain(old, Planted);
        Assert.Contains(next, Planted);
    }

    [Fact]
    public void LateEvents_OfAUnit_ComeOnce()
    {
        var unit = Hour[0];
        var later = Enumerable.Range(0, 200).Select(n => unit.Slot + n).ToList();
        Assert.Single(later, s => SimulatedTraffic.FeedbackIn(s).Contains(unit));
        Assert.Single(later, s => SimulatedTraffic.OutcomesIn(s).Contains(unit));
    }
}
