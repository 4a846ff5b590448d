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

/// <summary>
/// Estimates the failure rate of a workflow from labels that are not a simple random sample. A sampling round of the priority sample counts
/// when it is complete, because its first labels are those with the highest priority. The audit sample always counts, because its order in
/// the queue is random.
/// </summary>
public sealed class FailureRateService(IDbContextFactory<TriageDbContext> contexts)
{
    public static readonly IReadOnlyList<string> Dimensions = ["all", "version", "segment"];

    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(28);

    /// <summary>A sampling round is complete at this share of labeled items, because some items are always skipped.</summary>
    private const double CompleteShare = 0.95;

    private const int MaxItems = 50_000;

    /// <summary>By version, by segment or overall. Without dates: the last four weeks of the workflow's traffic.</summary>
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
            throw new AccessDeniedException("Only leads and approvers of the workflow can see failure rates.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, workflow.Id, by, from, to, cancellationToken);
    }

    /// <summary>The same for an application of the workflow's tenant; null if the tenant has no such workflow.</summary>
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
        // One lookup per slice: a single query would read all rollups of all times.
        var ends = await db
            .Slices.Where(s => s.WorkflowId == workflowId && !s.Shadow)
            .Select(s =>
                db.Rollups.Where(r => r.SliceId == s.Id && r.Grain == Rollup.Day && r.Events > 0).Max(r => (DateTimeOffset?)r.Start)
            )
            .ToListAsync(cancellationToken);
        var last = ends.Max();
        // Whole days, so that counts and labels cover the same period.
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
        var sample = new PrioritySampleEstimates(
            items,
            await CandidatesAsync(db, workflowId, since, until, cancellationToken),
            CompleteShare
        );
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
        return new FailureRates(since, until, rates, sample.OpenSamplingRounds, labeled.Count > 0 && verdicts.Count == 0);
    }

    private static DateTimeOffset Day(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    private static async Task<Dictionary<long, SamplingCandidate>> CandidatesAsync(
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
            join c in db.SamplingCandidates on i.Id equals c.InteractionId
            where c.SamplingRoundId != null && db.QueueItems.Any(q => q.InteractionId == c.InteractionId)
            select c;
        return await rows.AsNoTracking().ToDictionaryAsync(c => c.InteractionId, cancellationToken);
    }

    private static FailureRate Rate(
        string? key,
        long events,
        double suspicion,
        List<SampledItem> labeled,
        Dictionary<long, double> verdicts,
        PrioritySampleEstimates sample
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

    private static Task<List<SampledItem>> ItemsAsync(
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
            select new SampledItem
            {
                InteractionId = i.Id,
                IsAudit = q.Source == QueueSource.Audit,
                SamplingRoundId = q.SamplingRoundId,
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
            .Take(MaxItems)
            .ToListAsync(cancellationToken);

    private static string KeyOf(SampledItem i, string by) =>
        by == "segment" ? i.Segment ?? "" : ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion);
}
