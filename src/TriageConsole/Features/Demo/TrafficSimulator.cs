using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Jobs;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Demo;

/// <summary>
/// Sends the simulated traffic of a demo tenant through the HTTP API of this server, slot by slot. After a pause it fills the gap: the last
/// hours completely, the rest of the last day thinly, nothing before. A slot that is sent twice changes nothing.
/// </summary>
internal sealed class TrafficSimulator(
    IDbContextFactory<TriageDbContext> contexts,
    JobMarks marks,
    SimulatorKeys keys,
    SimulatorClient client,
    TimeProvider time
)
{
    public const string Job = "simulated-traffic";

    /// <summary>Slots per request, and between two marks of the progress.</summary>
    private const int SlotsAtOnce = 180;

    /// <summary>In the older part of a gap, every such slot is filled.</summary>
    private const int ThinSlots = 20;

    private static readonly long MaxGap = SimulatedTraffic.SlotsIn(TimeSpan.FromDays(1));
    private static readonly long FullGap = SimulatedTraffic.SlotsIn(TimeSpan.FromHours(2));

    /// <summary>Sends all slots that have ended since the last run.</summary>
    /// <param name="tenantId">A demo tenant.</param>
    /// <param name="since">When the traffic was switched on.</param>
    /// <param name="cancellationToken">Ends the run between two requests.</param>
    public async Task RunAsync(long tenantId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var now = SimulatedTraffic.SlotOf(time.GetUtcNow());
        var first = First((await marks.OfAsync(Job, cancellationToken)).GetValueOrDefault(tenantId), since, now);
        if (first >= now)
            return;
        var key = await keys.GetAsync(tenantId, cancellationToken);
        try
        {
            for (var slot = first; slot < now; slot += SlotsAtOnce)
            {
                var end = Math.Min(slot + SlotsAtOnce, now);
                await SendAsync(tenantId, key, slot, end, now, cancellationToken);
                await marks.SetAsync(Job, tenantId, (end - 1).ToString(CultureInfo.InvariantCulture), cancellationToken);
            }
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Unauthorized)
        {
            await keys.ForgetAsync(tenantId, cancellationToken);
            throw;
        }
    }

    /// <summary>The first run fills the last day. A gap while the traffic was switched off stays.</summary>
    private static long First(JobMark? mark, DateTimeOffset since, long now) =>
        mark is null
            ? now - MaxGap
            : Math.Max(Math.Max(long.Parse(mark.Value, CultureInfo.InvariantCulture) + 1, now - MaxGap), SimulatedTraffic.SlotOf(since));

    private async Task SendAsync(long tenantId, string key, long from, long to, long now, CancellationToken cancellationToken)
    {
        var slots = new List<long>();
        for (var slot = from; slot < to; slot++)
            if (slot >= now - FullGap || slot % ThinSlots == 0)
                slots.Add(slot);
        var interactions = new List<byte[]>();
        foreach (var unit in slots.SelectMany(SimulatedTraffic.Of))
            await AddAsync(interactions, key, unit, cancellationToken);
        await client.SendAsync(key, "/api/v1/events", interactions, cancellationToken);

        // Every slot, because an interaction of a filled slot can have its outcome in one that is not filled.
        var all = Enumerable.Range(0, (int)(to - from)).Select(n => from + n).ToList();
        var versions = await VersionsAsync(
            tenantId,
            [.. all.SelectMany(s => SimulatedTraffic.FeedbackIn(s).Concat(SimulatedTraffic.OutcomesIn(s))).Distinct()],
            cancellationToken
        );
        await SendLateAsync(key, all, versions, cancellationToken);
    }

    /// <summary>The application asks which release serves the unit, and answers with it. A shadow release answers too.</summary>
    private async Task AddAsync(List<byte[]> lines, string key, SimulatedUnit unit, CancellationToken cancellationToken)
    {
        var route = await client.RouteAsync(key, unit.Workflow, unit.RoutingUnit, cancellationToken);
        var e = SimulatedTraffic.Tell(unit, route?.Served ?? Unrouted(unit.Workflow));
        e.TakeFeedback();
        e.TakeOutcome(e.Timestamp);
        lines.Add(DemoTraffic.Line(e));
        if (route?.Shadow is not { } shadow)
            return;
        var second = SimulatedTraffic.Tell(unit, shadow, SimulatedTraffic.ShadowPrefix);
        second.Shadow = true;
        second.TakeFeedback();
        second.TakeOutcome(second.Timestamp);
        lines.Add(DemoTraffic.Line(second));
    }

    private async Task SendLateAsync(
        string key,
        IReadOnlyList<long> slots,
        Dictionary<string, DemoVersion> versions,
        CancellationToken cancellationToken
    )
    {
        var (feedback, others) = (new List<byte[]>(), new List<byte[]>());
        foreach (var slot in slots)
        {
            var at = SimulatedTraffic.StartOf(slot);
            foreach (var unit in SimulatedTraffic.FeedbackIn(slot).Where(u => versions.ContainsKey(u.TraceId)))
            {
                var e = SimulatedTraffic.Tell(unit, versions[unit.TraceId]);
                feedback.AddRange(e.TakeFeedback().Select(f => DemoTraffic.Line(SimulatedFeedback.Of(e, f, at))));
                if (e.Click is { } click)
                    others.Add(DemoTraffic.Line(click));
            }

            foreach (var unit in SimulatedTraffic.OutcomesIn(slot).Where(u => versions.ContainsKey(u.TraceId)))
                if (SimulatedTraffic.Tell(unit, versions[unit.TraceId]).TakeOutcome(at) is { } outcome)
                    others.Add(DemoTraffic.Line(outcome));
        }

        await client.SendAsync(key, "/api/v1/feedback", feedback, cancellationToken);
        await client.SendAsync(key, "/api/v1/events", others, cancellationToken);
    }

    /// <summary>The versions that answered earlier interactions. Interactions that were never sent are missing.</summary>
    private async Task<Dictionary<string, DemoVersion>> VersionsAsync(
        long tenantId,
        IReadOnlyList<SimulatedUnit> units,
        CancellationToken cancellationToken
    )
    {
        var traces = units.Select(u => u.TraceId).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Interactions.Where(i => i.TenantId == tenantId && traces.Contains(i.TraceId))
            .Select(i => new
            {
                i.TraceId,
                i.Workflow!.Key,
                i.Release,
                i.PromptVersion,
                i.KnowledgeVersion,
                i.ModelVersion,
            })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(
            r => r.TraceId,
            r => new DemoVersion(
                r.Release,
                r.Key switch
                {
                    DemoTraffic.Support => r.PromptVersion,
                    DemoTraffic.Rag => r.KnowledgeVersion,
                    _ => r.ModelVersion,
                } ?? ""
            )
        );
    }

    /// <summary>What the application serves while the console names no release.</summary>
    private static DemoVersion Unrouted(string workflow) =>
        workflow switch
        {
            DemoTraffic.Support => new(null, "support-v2"),
            DemoTraffic.Rag => new(null, "kb-snapshot-41"),
            _ => new(null, "reviewer-2.0"),
        };
}
