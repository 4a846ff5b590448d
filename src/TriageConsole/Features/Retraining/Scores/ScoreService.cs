using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Retraining.Executors;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Features.Retraining.Scores;

/// <summary>
/// Scores candidates for the executor of a run, on training rows only, within its budget. Which rows it saw is recorded; golden items are
/// in no dataset, so it never sees them.
/// </summary>
internal sealed class ScoreService(
    IDbContextFactory<TriageDbContext> contexts,
    CandidateScorer scorer,
    RunChanges changes,
    IOptions<RetrainingOptions> options,
    TimeProvider time
)
{
    /// <summary>The maximum number of rows of one request.</summary>
    public const int MaxItems = 100;

    /// <summary>Null if the token is not valid: it is only while the run is at work.</summary>
    public async Task<Result<ScoreAnswer>?> ScoreAsync(long runId, string? token, ScoreBody? body, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await db.RetrainingRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, cancellationToken);
        if (
            run is not { State: RetrainingState.Running }
            || !RunTokens.Fits(token, run.TokenHash)
            || !options.Value.Executors.TryGetValue(run.Executor, out var executor)
        )
            return null;
        var outputs = body?.Outputs ?? new Dictionary<string, string>();
        var keys = (body?.Items ?? [.. outputs.Keys]).Distinct(StringComparer.Ordinal).ToList();
        if (keys.Count is 0 or > MaxItems)
            return Error.InvalidField("items", $"Name 1 to {MaxItems} training rows.");
        if (keys.Exists(k => !outputs.ContainsKey(k)) && executor.Endpoint.Length == 0)
            return Error.InvalidField("outputs", "The executor has no endpoint that generates outputs: send an output for each row.");
        var (found, missing) = await RowsAsync(db, run, keys, cancellationToken);
        if (missing is not null)
            return Error.InvalidField("items", $"'{missing}' is no training row of the dataset, or it is withheld.");
        if (await TakeAsync(db, run, keys.Count, cancellationToken) is not { } first)
            return await RefuseAsync(db, run, keys.Count, cancellationToken);
        var prompt = body?.Components is { Count: > 0 } parts
            ? string.Join("\n\n", parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value))
            : null;
        var rows = found.Select(f => (f.Item.InteractionId, f.Row)).ToList();
        var scored = await scorer.ScoreAsync(run, executor.Endpoint, rows, prompt, outputs, cancellationToken);
        if (scored is null)
            return Error.Conflict("The workflow has no evaluators. A lead must add some first.");
        var places = await db
            .DatasetItems.Where(i => i.VersionId == run.DatasetVersionId && keys.Contains(i.Key))
            .ToDictionaryAsync(i => i.Key, i => i.Place, cancellationToken);
        var now = time.GetUtcNow();
        db.RetrainingScores.AddRange(
            scored.Select(
                (s, n) =>
                    new RetrainingScore
                    {
                        RunId = runId,
                        Number = first + n,
                        VersionId = run.DatasetVersionId,
                        Place = places[s.Key],
                        At = now,
                        Candidate = RunTokens.HashOf(outputs.GetValueOrDefault(s.Key) ?? prompt ?? ""),
                        Score = s.Score,
                        IsPass = s.Pass,
                    }
            )
        );
        await db.SaveChangesAsync(cancellationToken);
        var calls = await db.RetrainingRuns.Where(r => r.Id == runId).Select(r => r.MetricCalls).SingleAsync(cancellationToken);
        return Result.Done("", new ScoreAnswer(scored, calls, run.MetricBudget - calls));
    }

    /// <summary>Takes calls from the budget, also while other requests do. The number of the first; null if too few are left.</summary>
    private static async Task<int?> TakeAsync(TriageDbContext db, RetrainingRun run, int count, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The statement locks the row until the number is read.
        var taken = await db
            .RetrainingRuns.Where(r => r.Id == run.Id && r.State == RetrainingState.Running && r.MetricCalls + count <= r.MetricBudget)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.MetricCalls, r => r.MetricCalls + count), cancellationToken);
        if (taken == 0)
            return null;
        var calls = await db.RetrainingRuns.Where(r => r.Id == run.Id).Select(r => r.MetricCalls).SingleAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return calls - count + 1;
    }

    private async Task<Error> RefuseAsync(TriageDbContext db, RetrainingRun run, int count, CancellationToken cancellationToken)
    {
        var calls = await db.RetrainingRuns.Where(r => r.Id == run.Id).Select(r => r.MetricCalls).SingleAsync(cancellationToken);
        var text = $"The budget of {run.MetricBudget} metric calls is used up: {calls} are used, and {count} more were asked for.";
        await changes.LogAsync(run.Id, RetrainingEventKind.Warning, [text], cancellationToken);
        return Error.Conflict(text);
    }

    /// <summary>The rows, or the first key that is none.</summary>
    private static async Task<(List<(ItemDraft Item, DatasetRow Row)> Rows, string? Missing)> RowsAsync(
        TriageDbContext db,
        RetrainingRun run,
        List<string> keys,
        CancellationToken cancellationToken
    )
    {
        var version = await db
            .DatasetVersions.Where(v => v.Id == run.DatasetVersionId)
            .Select(v => new { v.DatasetId, v.Number })
            .SingleAsync(cancellationToken);
        var stored = await StoredVersion.LoadAsync(db, run.TenantId, version.DatasetId, version.Number, cancellationToken);
        var drafts = stored!.Drafts().Where(d => d.Split == RunContexts.Train && keys.Contains(d.Key, StringComparer.Ordinal)).ToList();
        var rows = new List<(ItemDraft, DatasetRow)>();
        await foreach (var (item, row) in RowSource.ReadAsync(db, run.TenantId, stored.Policy, drafts, cancellationToken))
            if (row is not null)
                rows.Add((item, row));
        var known = rows.Select(r => r.Item1.Key).ToHashSet(StringComparer.Ordinal);
        return (rows, keys.Find(k => !known.Contains(k)));
    }
}
