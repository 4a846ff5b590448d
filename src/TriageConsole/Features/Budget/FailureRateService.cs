using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Sampling;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Budget;

/// <summary>How often a part of the traffic fails, by experts' labels.</summary>
/// <param name="Key">The version or segment; null for all.</param>
/// <param name="Interactions">Of that part, in the period.</param>
/// <param name="Labeled">Of the audit lane and of draws that are labeled through: what the estimates rest on.</param>
/// <param name="QueueRate">Of everything the queue had labeled: biased, for the queue shows the worst.</param>
/// <param name="QueueLabeled">What that rests on.</param>
/// <param name="Estimate">Hájek over both lanes.</param>
/// <param name="Predicted">Prediction-powered: the suspicion of everything, corrected by the labels.</param>
/// <param name="Lambda">What the suspicion is worth as a prediction; 0: nothing.</param>
public sealed record FailureRate(
    string? Key,
    long Interactions,
    int Labeled,
    double? QueueRate,
    int QueueLabeled,
    WeightedEstimate Estimate,
    WeightedEstimate Predicted,
    double Lambda
);

/// <summary>The failure rates of a workflow, and why there may be none yet.</summary>
/// <param name="From">Start of the period, event time.</param>
/// <param name="To">Its end.</param>
/// <param name="Rates">The parts, the largest first.</param>
/// <param name="OpenDraws">Draws whose items are not labeled through: they do not count yet.</param>
/// <param name="NoFailureMarked">The labels' rubrics mark no answer as a failure.</param>
public sealed record FailureRates(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<FailureRate> Rates,
    int OpenDraws,
    bool NoFailureMarked
);

/// <summary>
/// Estimates how often a workflow fails from labels that were not chosen at random. A draw of the priority lane counts once it is labeled
/// through: until then those labeled are the worst of it. The audit lane counts at any time, for its places are random.
/// </summary>
public sealed class FailureRateService(IDbContextFactory<TriageDbContext> contexts)
{
    public static readonly IReadOnlyList<string> Dimensions = ["all", "version", "segment"];

    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(28);

    /// <summary>A draw of which this share is labeled counts as labeled through: a few are always skipped.</summary>
    private const double LabeledThrough = 0.95;

    private const int MostItems = 50_000;

    /// <summary>By version, segment, or all together, over the last four weeks of the workflow's traffic unless named otherwise.</summary>
    public async Task<FailureRates> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        string by,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id) && !access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Failure rates are for leads and approvers of their workflow.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, workflow.Id, by, from, to, cancellationToken);
    }

    /// <summary>The same for an application of the workflow's tenant; null where the tenant has no such workflow.</summary>
    public async Task<FailureRates?> ReadAsync(
        ApiCaller caller,
        string workflow,
        string by,
        DateTimeOffset? from,
        DateTimeOffset? to,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } workflowId ? await ReadAsync(db, workflowId, by, from, to, cancellationToken) : null;
    }

    private static async Task<FailureRates> ReadAsync(
        TriageDbContext db,
        long workflowId,
        string by,
        DateTimeOffset? from,
        DateTimeOffset? to,
        CancellationToken cancellationToken
    )
    {
        // A look-up a slice: asked for all at once, the database would walk the rollups of all times.
        var ends = await db
            .Slices.Where(s => s.WorkflowId == workflowId && !s.Shadow)
            .Select(s =>
                db.Rollups.Where(r => r.SliceId == s.Id && r.Grain == Rollup.Day && r.Events > 0).Max(r => (DateTimeOffset?)r.Start)
            )
            .ToListAsync(cancellationToken);
        var last = ends.Max();
        // Whole days: what is counted and what is labeled are of the same period.
        var until = to is { } end
            ? Day(end) == end
                ? end
                : Day(end).AddDays(1)
            : (last ?? DateTimeOffset.UnixEpoch).AddDays(1);
        var since = from is { } start ? Day(start) : until - DefaultPeriod;
        var traffic = await TrafficAsync(db, workflowId, by, since, until, cancellationToken);
        var items = await ItemsAsync(db, workflowId, since, until, cancellationToken);
        var labeled = items.Where(i => i.LabelsDone > 0).ToList();
        var verdicts = await LabelVerdicts.OfAsync(db, [.. labeled.Select(i => i.InteractionId).Distinct()], cancellationToken);
        var sample = new LaneSample(items, await CandidatesAsync(db, workflowId, since, until, cancellationToken), LabeledThrough);
        var rates = traffic
            .OrderByDescending(t => t.Value.Events)
            .Select(t =>
                Rate(
                    t.Key,
                    t.Value.Events,
                    t.Value.Suspicion,
                    labeled.Where(i => by == "all" || KeyOf(i, by) == t.Key).ToList(),
                    verdicts,
                    sample
                )
            )
            .ToList();
        return new FailureRates(since, until, rates, sample.OpenDraws, labeled.Count > 0 && verdicts.Count == 0);
    }

    private static DateTimeOffset Day(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    private static async Task<Dictionary<long, DrawCandidate>> CandidatesAsync(
        TriageDbContext db,
        long workflowId,
        DateTimeOffset since,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var rows =
            from i in db.Interactions
            where i.WorkflowId == workflowId && i.Timestamp >= since && i.Timestamp < until
            join c in db.DrawCandidates on i.Id equals c.InteractionId
            where c.DrawId != null && db.QueueItems.Any(q => q.InteractionId == c.InteractionId)
            select c;
        return await rows.AsNoTracking().ToDictionaryAsync(c => c.InteractionId, cancellationToken);
    }

    private static FailureRate Rate(
        string? key,
        long events,
        double suspicion,
        List<LaneItem> labeled,
        Dictionary<long, double> verdicts,
        LaneSample sample
    )
    {
        var queue = labeled.Where(i => verdicts.ContainsKey(i.InteractionId)).Select(i => verdicts[i.InteractionId]).ToList();
        var observed = labeled
            .Where(i => verdicts.ContainsKey(i.InteractionId))
            .Select(i => (Item: i, Inclusion: sample.InclusionOf(i)))
            .Where(o => o.Inclusion > 0)
            .DistinctBy(o => o.Item.InteractionId)
            .Select(o => new PredictedObservation(verdicts[o.Item.InteractionId], o.Item.Suspicion, o.Inclusion))
            .ToList();
        var (predicted, lambda) = WeightedEstimates.PredictionPowered(observed, events == 0 ? 0 : suspicion / events);
        return new FailureRate(
            key,
            events,
            observed.Count,
            queue.Count == 0 ? null : queue.Average(),
            queue.Count,
            WeightedEstimates.Hajek([.. observed.Select(o => new WeightedObservation(o.Value, o.Inclusion))]),
            predicted,
            lambda
        );
    }

    private static async Task<Dictionary<string, (long Events, double Suspicion)>> TrafficAsync(
        TriageDbContext db,
        long workflowId,
        string by,
        DateTimeOffset since,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var slices = await db.Slices.AsNoTracking().Where(s => s.WorkflowId == workflowId && !s.Shadow).ToListAsync(cancellationToken);
        var ids = slices.ConvertAll(s => s.Id).ToArray();
        var sums = await (
            from r in db.Rollups
            where ids.Contains(r.SliceId) && r.Grain == Rollup.Day && r.Start >= since && r.Start < until
            group r by r.SliceId into g
            select new
            {
                g.Key,
                Events = g.Sum(r => r.Events),
                Suspicion = g.Sum(r => r.SuspicionSum),
            }
        ).ToDictionaryAsync(g => g.Key, cancellationToken);
        return slices
            .Where(s => sums.ContainsKey(s.Id))
            .GroupBy(s =>
                by switch
                {
                    "version" => s.Version,
                    "segment" => s.Segment ?? "",
                    _ => "",
                }
            )
            .ToDictionary(g => g.Key, g => (g.Sum(s => sums[s.Id].Events), g.Sum(s => sums[s.Id].Suspicion)));
    }

    private static Task<List<LaneItem>> ItemsAsync(
        TriageDbContext db,
        long workflowId,
        DateTimeOffset since,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) =>
        (
            from q in db.QueueItems.AsNoTracking()
            where
                q.WorkflowId == workflowId && (q.Source == QueueSource.Prioritized || q.Source == QueueSource.Audit) && q.DroppedAt == null
            join i in db.Interactions on q.InteractionId equals i.Id
            where i.Timestamp >= since && i.Timestamp < until && !i.Shadow
            orderby q.Id descending
            select new LaneItem
            {
                InteractionId = i.Id,
                IsAudit = q.Source == QueueSource.Audit,
                DrawId = q.DrawId,
                LabelsDone = q.LabelsDone,
                Inclusion = q.InclusionProbability,
                AuditProbability = q.AuditProbability,
                Suspicion = i.Suspicion,
                Release = i.Release,
                ModelId = i.ModelId,
                ModelVersion = i.ModelVersion,
                Segment = i.Segment,
            }
        )
            .Take(MostItems)
            .ToListAsync(cancellationToken);

    private static string KeyOf(LaneItem i, string by) =>
        by == "segment" ? i.Segment ?? "" : ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion);
}

/// <summary>An item of one of the two lanes.</summary>
internal sealed class LaneItem
{
    public required long InteractionId { get; init; }

    public required bool IsAudit { get; init; }

    public required long? DrawId { get; init; }

    public required int LabelsDone { get; init; }

    public required double Inclusion { get; init; }

    public required double? AuditProbability { get; init; }

    public required double Suspicion { get; init; }

    public string? Release { get; init; }

    public string? ModelId { get; init; }

    public required string ModelVersion { get; init; }

    public string? Segment { get; init; }
}

/// <summary>With what probability each labeled item is among the labels, by how far the lanes are labeled.</summary>
internal sealed class LaneSample
{
    private readonly Dictionary<long, DrawCandidate> candidates;
    private readonly HashSet<long> through;
    private readonly bool certainThrough;
    private readonly double auditLabeled;
    private readonly double audit;

    public LaneSample(IReadOnlyCollection<LaneItem> items, Dictionary<long, DrawCandidate> candidates, double labeledThrough)
    {
        this.candidates = candidates;
        var draws = items
            .Where(i => i is { IsAudit: false, DrawId: not null })
            .GroupBy(i => i.DrawId!.Value)
            .ToDictionary(g => g.Key, g => g.Average(i => i.LabelsDone > 0 ? 1.0 : 0));
        through = [.. draws.Where(d => d.Value >= labeledThrough).Select(d => d.Key)];
        OpenDraws = draws.Count - through.Count;
        var certain = items.Where(i => i is { IsAudit: false, DrawId: null }).ToList();
        certainThrough = certain.Count > 0 && certain.Average(i => i.LabelsDone > 0 ? 1.0 : 0) >= labeledThrough;
        if (certain.Count > 0 && !certainThrough)
            OpenDraws++;
        var audits = items.Where(i => i.IsAudit).ToList();
        auditLabeled = audits.Count == 0 ? 0 : audits.Average(i => i.LabelsDone > 0 ? 1.0 : 0);
        audit = audits.Count == 0 ? 0 : audits.Average(i => i.AuditProbability ?? 0);
    }

    public int OpenDraws { get; }

    /// <summary>0 for an item of a draw that is not labeled through: it does not count.</summary>
    public double InclusionOf(LaneItem item)
    {
        var drawn = Drawn(item);
        if (!item.IsAudit && drawn == 0)
            return 0;
        return PriorityLane.EitherLane((item.AuditProbability ?? audit) * auditLabeled, drawn);
    }

    /// <summary>The probability with which the priority lane has it labeled.</summary>
    private double Drawn(LaneItem item)
    {
        if (candidates.TryGetValue(item.InteractionId, out var candidate) && candidate.DrawId is { } draw)
            return through.Contains(draw) ? candidate.Inclusion : 0;
        return certainThrough && item is { Inclusion: 1, DrawId: null } && (!item.IsAudit || item.AuditProbability < 1) ? 1 : 0;
    }
}
