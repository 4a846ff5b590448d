using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Sampling;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Triage;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;

namespace TriageConsole.Features.Triage;

/// <summary>
/// Runs sampling rounds. From the interactions that need review, a share per week goes to experts, by priority sampling with known
/// selection probabilities. Interactions of the audit sample are excluded, because experts label them anyway; their selection probability
/// is updated. Several instances can run it at the same time: the workflow is locked.
/// </summary>
public sealed class SamplingService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ChangeNotifier notifier,
    BatchEnds batches,
    TimeProvider time,
    IOptions<TriageOptions> options
)
{
    private const int MaxCandidates = 50_000;

    /// <summary>
    /// With much traffic, enough candidates wait at every look. A round locks its workflow, and deliveries of events wait for it.
    /// </summary>
    private static readonly TimeSpan RoundPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Workflows whose candidates have waited long enough or arrived in a large batch, or that have enough candidates and no round in the
    /// last minute.
    /// </summary>
    public async Task<IReadOnlyList<long>> DueAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var since = now - TimeSpan.FromMinutes(options.Value.RoundMinutes);
        var enough = options.Value.RoundCandidates;
        var ended = await batches.ListAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // A workflow without a budget can have any number of waiting candidates, so they are not all counted.
        var waiting = await db
            .Workflows.Select(w => new
            {
                w.Id,
                Since = db
                    .SamplingCandidates.Where(c => c.WorkflowId == w.Id && c.SamplingRoundId == null)
                    .Min(c => (DateTimeOffset?)c.Since),
                Count = db.SamplingCandidates.Where(c => c.WorkflowId == w.Id && c.SamplingRoundId == null).Take(enough).Count(),
                Last = db.SamplingRounds.Where(r => r.WorkflowId == w.Id).Max(r => (DateTimeOffset?)r.At),
            })
            .Where(w => w.Since != null)
            .ToListAsync(cancellationToken);
        return
        [
            .. from w in waiting
            where
                w.Since <= since
                || (w.Count >= enough && (w.Last is not { } last || last <= now - RoundPause))
                || ended.GetValueOrDefault(w.Id)?.At >= w.Since
            select w.Id,
        ];
    }

    /// <summary>
    /// Runs a sampling round over all waiting candidates. Returns the number of selected ones. It selects none while the week's budget is
    /// used up; the candidates keep waiting.
    /// </summary>
    public async Task<int> DrawAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await db.Workflows.AsNoTracking().SingleAsync(w => w.Id == workflowId, cancellationToken);
        // The budget is used up, so nothing needs to be locked or loaded.
        if ((await WeekBudget.ReadAsync(db, workflow, now, cancellationToken)).Room == 0)
            return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await statements.LockWorkflowsAsync(db, [workflowId], cancellationToken);
        await SetAuditProbabilityAsync(db, workflow, now, cancellationToken);
        await db
            .SamplingCandidates.Where(c =>
                c.WorkflowId == workflowId
                && c.SamplingRoundId == null
                && !db.Interactions.Any(i => i.Id == c.InteractionId && i.NeedsReview)
            )
            .ExecuteDeleteAsync(cancellationToken);
        var week = await WeekBudget.ReadAsync(db, workflow, now, cancellationToken);
        var waiting = await db
            .SamplingCandidates.AsNoTracking()
            .Where(c => c.WorkflowId == workflowId && c.SamplingRoundId == null)
            .OrderBy(c => c.InteractionId)
            .Take(MaxCandidates)
            .ToListAsync(cancellationToken);
        var taken = waiting.Count == 0 || week.Room == 0 ? 0 : await TakeAsync(db, workflow, waiting, week.Room, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (taken > 0)
            notifier.Publish(workflowId);
        return taken;
    }

    /// <summary>
    /// Sets the audit probability from the traffic of the last week, so that the audit sample gets its share of the budget.
    /// </summary>
    private static async Task SetAuditProbabilityAsync(
        TriageDbContext db,
        Workflow workflow,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var since = now - WeekBudget.Week;
        var traffic = await (
            from s in db.Slices
            where s.WorkflowId == workflow.Id && !s.Shadow
            join r in db.Rollups on s.Id equals r.SliceId
            where r.Grain == Rollup.Day && r.Start > since
            group r by s.WorkflowId into g
            select new { Events = g.Sum(r => r.Events), NeedsReview = g.Sum(r => r.NeedsReview) }
        ).SingleOrDefaultAsync(cancellationToken);
        if (traffic is null || traffic.Events < 50)
            return;
        var budget = Math.Max(Math.Min(workflow.BudgetFloor, traffic.NeedsReview), workflow.BudgetShare * traffic.NeedsReview);
        var probability = Math.Min(1, workflow.AuditSampleShare * budget / traffic.Events);
        if (Math.Abs(probability - workflow.AuditProbability) <= 0.01 * probability)
            return;
        await WorkflowRows.SetAuditProbabilityAsync(db, workflow.Id, probability, cancellationToken);
    }

    private async Task<int> TakeAsync(
        TriageDbContext db,
        Workflow workflow,
        List<SamplingCandidate> waiting,
        int free,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var ranking = await RankingData.LoadAsync(db, workflow.Id, [.. waiting.Select(c => c.InteractionId)], cancellationToken);
        foreach (var candidate in waiting)
            candidate.Priority = ranking.Priorities[candidate.InteractionId];
        // A candidate with zero priority cannot be selected. It waits for a pattern with an impact.
        waiting.RemoveAll(c => c.Priority <= 0);
        if (waiting.Count == 0)
            return 0;
        var pool = waiting.Where(c => !ranking.Audits.ContainsKey(c.InteractionId)).ToList();
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        var sample = PrioritySample.DrawRound([.. pool.Select(c => c.Priority)], Math.Min(free, pool.Count), seed);
        var round = new SamplingRound
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            At = now,
            Seed = seed,
            Candidates = pool.Count,
            Audited = waiting.Count - pool.Count,
            Drawn = sample.Items.Count,
            Threshold = double.IsInfinity(sample.Entry) ? 0 : sample.Entry,
        };
        db.SamplingRounds.Add(round);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var candidate in waiting)
            (candidate.SamplingRoundId, candidate.Inclusion) = (round.Id, sample.InclusionOf(candidate.Priority));
        // A selected candidate has the threshold computed without it: the next rank after the selected ones.
        foreach (var drawn in sample.Items)
            (pool[drawn.Item].Taken, pool[drawn.Item].Inclusion) = (true, drawn.Inclusion);
        var items = await ranking.ItemsAsync(db, pool.Where(c => c.Taken), round.Id, now, cancellationToken);
        var ids = waiting.Select(c => c.InteractionId).ToArray();
        await db.SamplingCandidates.Where(c => ids.Contains(c.InteractionId)).ExecuteDeleteAsync(cancellationToken);
        await statements.BulkLoadAsync(db, waiting, cancellationToken);
        await statements.BulkLoadAsync(db, items, cancellationToken);
        foreach (var candidate in waiting.Where(c => ranking.Audits.ContainsKey(c.InteractionId)))
        {
            var (itemId, own) = ranking.Audits[candidate.InteractionId];
            var inclusion = PrioritySampleResult.CombinedProbability(own, candidate.Inclusion);
            await db
                .QueueItems.Where(q => q.Id == itemId)
                .ExecuteUpdateAsync(s => s.SetProperty(q => q.InclusionProbability, inclusion), cancellationToken);
        }

        await statements.AddToCountersAsync(db, workflow.Id, new CounterChange(OpenSlots: items.Sum(i => i.OpenSlots)), cancellationToken);
        return items.Count;
    }

    /// <summary>
    /// Ranks candidates and explains the ranks. The interactions of all candidates are many and large, so each is held only while its
    /// priority is computed.
    /// </summary>
    private sealed class RankingData
    {
        private const int Chunk = 500;

        private readonly KnownPatterns patterns;
        private readonly IngestWorkflow workflow;

        private RankingData(IngestWorkflow workflow, KnownPatterns patterns) => (this.workflow, this.patterns) = (workflow, patterns);

        /// <summary>By interaction.</summary>
        public Dictionary<long, double> Priorities { get; } = [];

        /// <summary>Items of the audit sample by interaction: item id and audit probability.</summary>
        public Dictionary<long, (long Id, double Probability)> Audits { get; private set; } = [];

        public static async Task<RankingData> LoadAsync(
            TriageDbContext db,
            long workflowId,
            long[] ids,
            CancellationToken cancellationToken
        )
        {
            var data = new RankingData(
                await IngestWorkflow.LoadAsync(db, workflowId, cancellationToken),
                await KnownPatterns.LoadAsync(db, [workflowId], cancellationToken)
            );
            var interactions = db.Interactions.AsNoTracking().Where(i => ids.Contains(i.Id)).AsAsyncEnumerable();
            await foreach (var i in interactions.WithCancellation(cancellationToken))
                data.Priorities[i.Id] = SampleItems.PriorityOf(i, data.workflow, data.patterns.Strongest(i)).Value;
            data.Audits = (
                await db
                    .QueueItems.Where(q => ids.Contains(q.InteractionId) && q.Source == QueueSource.Audit)
                    .Select(q => new
                    {
                        q.InteractionId,
                        q.Id,
                        q.AuditProbability,
                        q.InclusionProbability,
                    })
                    .ToListAsync(cancellationToken)
            ).ToDictionary(q => q.InteractionId, q => (q.Id, q.AuditProbability ?? q.InclusionProbability));
            return data;
        }

        /// <summary>The items of selected candidates.</summary>
        public async Task<List<QueueItem>> ItemsAsync(
            TriageDbContext db,
            IEnumerable<SamplingCandidate> selected,
            long roundId,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            var items = new List<QueueItem>();
            foreach (var some in selected.Chunk(Chunk))
            {
                var ids = some.Select(c => c.InteractionId).ToArray();
                var interactions = await db
                    .Interactions.AsNoTracking()
                    .Where(i => ids.Contains(i.Id))
                    .ToDictionaryAsync(i => i.Id, cancellationToken);
                var signals = (
                    await db
                        .Signals.AsNoTracking()
                        .Where(s => ids.Contains(s.InteractionId) && s.Polarity < 0)
                        .ToListAsync(cancellationToken)
                ).ToLookup(s => s.InteractionId);
                items.AddRange(some.Select(c => Item(c, interactions[c.InteractionId], [.. signals[c.InteractionId]], roundId, now)));
            }

            return items;
        }

        private QueueItem Item(SamplingCandidate candidate, Interaction i, List<Signal> signals, long roundId, DateTimeOffset now)
        {
            var item = SampleItems.Priority(i, signals, workflow, patterns.Strongest(i), now);
            (item.SamplingRoundId, item.AuditProbability, item.InclusionProbability) = (
                roundId,
                candidate.AuditProbability,
                PrioritySampleResult.CombinedProbability(candidate.AuditProbability, candidate.Inclusion)
            );
            return item;
        }
    }
}
