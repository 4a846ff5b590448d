using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Notices;
using TriageConsole.Jobs;
using TriageConsole.Live;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// Searches the latest weeks of a workflow for patterns of failures and stores the figures, trend, error class, impact and suggested action
/// of each pattern. Runs when there is new data, on one instance at a time.
/// </summary>
public sealed class PatternSearch(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    NoticeService notices,
    ChangeNotifier notifier,
    BatchEnds batches,
    LargeReads reads,
    TimeProvider time,
    IOptions<PatternOptions> options
)
{
    /// <summary>The lease of a search: after this time another instance can search the workflow.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Workflows with changes since their last search, after a pause, the longest without a search first. A workflow that was never
    /// searched, and a batch that ended, does not wait for the pause.
    /// </summary>
    /// <param name="onlyAtOnce">Only workflows that do not wait.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<IReadOnlyList<long>> DueAsync(bool onlyAtOnce = false, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var pause = TimeSpan.FromMinutes(options.Value.SearchMinutes);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await SeenAsync(db, null, cancellationToken);
        var ended = await batches.ListAsync(cancellationToken);
        var runs = await db
            .PatternRuns.Select(r => new
            {
                r.WorkflowId,
                r.Seen,
                r.FinishedAt,
                r.ClaimedUntil,
            })
            .ToDictionaryAsync(r => r.WorkflowId, cancellationToken);
        return
        [
            .. from c in counts
            let run = runs.GetValueOrDefault(c.Key)
            let isAtOnce = run?.FinishedAt is null || ended.GetValueOrDefault(c.Key)?.Interactions > Interactions(run.Seen)
            where run is null || (run.Seen != c.Value && !(run.ClaimedUntil > now))
            where isAtOnce || (!onlyAtOnce && run!.FinishedAt <= now - pause)
            orderby run?.FinishedAt
            select c.Key,
        ];
    }

    /// <summary>Searches now; false if another instance searches this workflow.</summary>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="isPaced">Whether the search counts for the pace of the searches.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<bool> SearchAsync(long workflowId, bool isPaced = false, CancellationToken cancellationToken = default)
    {
        var began = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await ClaimAsync(db, workflowId, began, cancellationToken))
            return false;
        (Data.Workflows.Workflow Workflow, IReadOnlyList<FailurePattern> Regressed) found;
        try
        {
            using var turn = await reads.BeginAsync(isPaced ? PatternJob.JobName : null, cancellationToken);
            found = await SearchAsync(db, workflowId, began, cancellationToken);
        }
        catch (Exception e)
        {
            // If a lead changed a pattern at the same time, the lead wins and the next search is due at once. After other errors it waits.
            var mine = began + Claim;
            var until =
                e is DbUpdateConcurrencyException || statements.IsCancellation(e, cancellationToken)
                    ? (DateTimeOffset?)null
                    : time.GetUtcNow() + PauseAfterFault;
            await using var own = await contexts.CreateDbContextAsync(CancellationToken.None);
            await own
                .PatternRuns.Where(r => r.WorkflowId == workflowId && r.ClaimedUntil == mine)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.ClaimedUntil, until), CancellationToken.None);
            throw;
        }

        foreach (var pattern in found.Regressed)
            await AlertAsync(pattern, found.Workflow, cancellationToken);
        notifier.Publish(workflowId);
        return true;
    }

    /// <summary>Returns the workflow and its patterns that were fixed and fail again. The rows are no longer held then.</summary>
    private async Task<(Data.Workflows.Workflow Workflow, IReadOnlyList<FailurePattern> Regressed)> SearchAsync(
        TriageDbContext db,
        long workflowId,
        DateTimeOffset began,
        CancellationToken cancellationToken
    )
    {
        // The wait for the turn is no part of the duration, which decides about the pause.
        var started = time.GetTimestamp();
        var seen = (await SeenAsync(db, workflowId, cancellationToken)).GetValueOrDefault(workflowId, "");
        var workflow = await db.Workflows.AsNoTracking().Include(w => w.Tenant).SingleAsync(w => w.Id == workflowId, cancellationToken);
        var rows = await ReadAsync(db, workflowId, began, cancellationToken);
        var edges = await EdgesAsync(db, workflowId, cancellationToken);
        var kept = edges.Count;
        var known = await db.FailurePatterns.Where(p => p.WorkflowId == workflowId).ToListAsync(cancellationToken);
        var findings = new WorkflowFindings(workflow, rows, known, edges, options.Value, began);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var writer = new PatternWriter(db, statements, findings);
        await writer.WriteAsync(cancellationToken);
        foreach (var (attribute, cuts) in edges.Skip(kept))
            db.AttributeBuckets.Add(
                new AttributeBuckets
                {
                    WorkflowId = workflowId,
                    Attribute = attribute,
                    Edges = JsonSerializer.Serialize(cuts),
                    MadeAt = began,
                }
            );
        await db.SaveChangesAsync(cancellationToken);
        await FinishAsync(db, findings, seen, time.GetElapsedTime(started), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await writer.WriteClassesAsync(cancellationToken);
        return (workflow, findings.Regressed);
    }

    private async Task AlertAsync(FailurePattern pattern, Data.Workflows.Workflow workflow, CancellationToken cancellationToken)
    {
        var text =
            $"Regression in {workflow.Name}: {pattern.Name} was fixed and fails again ({Figures.Rate(pattern.Rate)} of "
            + $"its interactions, {Figures.Rate(pattern.RestRate)} elsewhere).";
        var link = PatternWords.Address(workflow.Key, workflow.Tenant!.Key, pattern.Id);
        var key = string.Create(CultureInfo.InvariantCulture, $"regression:{pattern.Id}:{pattern.FixedAt:yyyyMMddHHmmss}");
        await notices.NotifyLeadsAsync(pattern.TenantId, pattern.WorkflowId, key, text, link, cancellationToken);
        if (pattern.OwnerId is { } owner)
            await notices.NotifyAsync(owner, key, text, link, cancellationToken);
    }

    /// <summary>The counters of each workflow as one text. It changes when there is something new to search.</summary>
    private static async Task<Dictionary<long, string>> SeenAsync(
        TriageDbContext db,
        long? workflowId,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .WorkflowCounters.Where(c => workflowId == null || c.WorkflowId == workflowId)
                .GroupBy(c => c.WorkflowId)
                .Select(g => new
                {
                    g.Key,
                    Interactions = g.Sum(c => c.Interactions),
                    NeedsReview = g.Sum(c => c.NeedsReview),
                    Labels = g.Sum(c => c.Labels),
                })
                .Where(c => c.Interactions > 0)
                .ToListAsync(cancellationToken)
        ).ToDictionary(c => c.Key, c => string.Create(CultureInfo.InvariantCulture, $"{c.Interactions} {c.NeedsReview} {c.Labels}"));

    /// <summary>The number of interactions in such a text.</summary>
    private static long Interactions(string? seen) =>
        long.TryParse(seen?.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private async Task<bool> ClaimAsync(TriageDbContext db, long workflowId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var until = now + Claim;
        if (
            await db
                .PatternRuns.Where(r => r.WorkflowId == workflowId && (r.ClaimedUntil == null || r.ClaimedUntil < now))
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.ClaimedUntil, until), cancellationToken) > 0
        )
            return true;
        if (await db.PatternRuns.AnyAsync(r => r.WorkflowId == workflowId, cancellationToken))
            return false;
        db.PatternRuns.Add(new PatternRun { WorkflowId = workflowId, ClaimedUntil = until });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task<PatternRows> ReadAsync(TriageDbContext db, long workflowId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now.AddDays(-options.Value.SearchDays);
        var found = db
            .Interactions.AsNoTracking()
            .Where(i => i.WorkflowId == workflowId && i.ReceivedAt >= since && !i.Shadow && i.Attributes != null)
            .OrderByDescending(i => i.Id)
            .Take(options.Value.SearchMaxRows)
            .Select(SearchedInteraction.Of);
        var rows = new PatternRows();
        await foreach (var row in found.AsAsyncEnumerable().WithCancellation(cancellationToken))
            rows.Add(row);
        return rows;
    }

    private static async Task<Dictionary<string, IReadOnlyList<double>>> EdgesAsync(
        TriageDbContext db,
        long workflowId,
        CancellationToken cancellationToken
    ) =>
        (await db.AttributeBuckets.AsNoTracking().Where(b => b.WorkflowId == workflowId).ToListAsync(cancellationToken)).ToDictionary(
            b => b.Attribute,
            IReadOnlyList<double> (b) => JsonSerializer.Deserialize<double[]>(b.Edges)!
        );

    private async Task FinishAsync(
        TriageDbContext db,
        WorkflowFindings findings,
        string seen,
        TimeSpan duration,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var milliseconds = (int)duration.TotalMilliseconds;
        var notes = JsonSerializer.Serialize(findings.Notes);
        var (workflowId, through, interactions, failures) = (
            findings.Workflow.Id,
            findings.ThroughId,
            (long)findings.Rows.Count,
            findings.AllFailures
        );
        await db
            .PatternRuns.Where(r => r.WorkflowId == workflowId)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(r => r.ClaimedUntil, (DateTimeOffset?)null)
                        .SetProperty(r => r.FinishedAt, now)
                        .SetProperty(r => r.Milliseconds, milliseconds)
                        .SetProperty(r => r.Seen, seen)
                        .SetProperty(r => r.ThroughId, through)
                        .SetProperty(r => r.Interactions, interactions)
                        .SetProperty(r => r.Failures, failures)
                        .SetProperty(r => r.Tested, findings.Tested)
                        .SetProperty(r => r.PeriodFrom, findings.From)
                        .SetProperty(r => r.PeriodTo, findings.To)
                        .SetProperty(r => r.Notes, notes),
                cancellationToken
            );
    }
}
