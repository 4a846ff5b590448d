using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Core.Evaluation;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Labels;
using TriageConsole.Live;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>
/// Works on a run: asks the judge about each interaction. The answers of a calibration become labels of the judge, those of a trial stay in
/// the run. An interrupted run continues with the items that are not done.
/// </summary>
internal sealed class JudgeRunner(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    LabelImportService labels,
    JudgeTrials trials,
    ChatClient client,
    EndpointService endpoints,
    CommandRunner commands,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<EvaluationOptions> options
)
{
    /// <summary>The error of an item whose interaction has no text any more.</summary>
    internal const string TextRemoved = "The text of the interaction was removed.";

    /// <summary>The message of a trial that ended without a comparison.</summary>
    internal const string NothingToCompare =
        "No interaction has an answer of an expert and of the calibrated version, so there is nothing to compare.";

    private const int Parallel = 4;

    /// <summary>With more interactions without a valid answer, the rest would be a selection and no calibration.</summary>
    private const double MaxFailedShare = 0.1;

    /// <summary>The open runs, oldest first.</summary>
    public async Task<IReadOnlyList<long>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .JudgeRuns.Where(r => r.State == EvalState.Queued || r.State == EvalState.Running)
            .OrderBy(r => r.Id)
            .Select(r => r.Id)
            .ToListAsync(cancellationToken);
    }

    public async Task WorkAsync(long runId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await Open(db, runId).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, EvalState.Running), cancellationToken);
        var run = await db.JudgeRuns.AsNoTracking().SingleAsync(r => r.Id == runId, cancellationToken);
        if (run.State != EvalState.Running)
            return;
        var rubric = await (
            from v in db.JudgeVersions
            where v.Id == run.JudgeVersionId
            join n in db.RubricVersions on v.RubricVersionId equals n.Id
            select n.Definition
        ).SingleAsync(cancellationToken);
        var evaluator = EvaluatorSetDefinition.FromStored(run.Evaluator).Evaluators.Single();
        var scorer = new ItemScorer(
            new EvaluatorSetDefinition([evaluator]),
            new EvalSettings(),
            RubricDefinition.FromStored(rubric),
            run.TenantId,
            client,
            endpoints,
            commands,
            options.Value.FailuresInARow
        );
        while (await NextAsync(db, run, cancellationToken) is { Count: > 0 } items)
        {
            await Task.WhenAll(items.Select(i => AskAsync(scorer, evaluator, run, i.Row, i.Case, cancellationToken)));
            if (run.SuggestedPrompt is null)
                await KeepLabelsAsync(run, items, cancellationToken);
            await SaveAsync(db, run, items, cancellationToken);
            if (!await CountAsync(db, run, cancellationToken))
                return;
        }

        await FinishAsync(db, run, cancellationToken);
    }

    private static IQueryable<JudgeRun> Open(TriageDbContext db, long runId) =>
        db.JudgeRuns.Where(r => r.Id == runId && (r.State == EvalState.Queued || r.State == EvalState.Running));

    private static async Task<List<(JudgeRunItem Row, string TraceId, EvalCase? Case)>> NextAsync(
        TriageDbContext db,
        JudgeRun run,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .JudgeRunItems.Where(i => i.RunId == run.Id && !i.IsDone)
            .OrderByDescending(i => i.InteractionId)
            .Take(Parallel)
            .ToListAsync(cancellationToken);
        var items = await new EvalItemLoader(db, run.TenantId, run.WorkflowId).ItemsAsync(
            [.. rows.Select(r => r.InteractionId)],
            cancellationToken
        );
        return rows.ConvertAll(r =>
            items.GetValueOrDefault(r.InteractionId) is { LiveOutput: { } output } item
                ? (r, item.TraceId, ItemScorer.Case(item, output, item.Documents))
                : (r, "", (EvalCase?)null)
        );
    }

    private static async Task AskAsync(
        ItemScorer scorer,
        Evaluator evaluator,
        JudgeRun run,
        JudgeRunItem row,
        EvalCase? of,
        CancellationToken cancellationToken
    )
    {
        if (of is null)
        {
            row.Error = TextRemoved;
            return;
        }

        var prompt = run.SuggestedPrompt ?? evaluator.Text("instructions");
        var (answers, words) = await scorer.AnswersAsync(evaluator, of, prompt, cancellationToken);
        row.Answers = answers is null ? null : JsonSerializer.Serialize(answers.ToDictionary(a => a.Criterion, a => a.Value));
        row.Error = answers is null ? Texts.Cut(Texts.Storable(words), 1000) : null;
    }

    /// <summary>
    /// Before the items are marked as done: after a crash in between, the same labels are stored again, which changes nothing.
    /// </summary>
    private async Task KeepLabelsAsync(
        JudgeRun run,
        List<(JudgeRunItem Row, string TraceId, EvalCase? Case)> items,
        CancellationToken cancellationToken
    )
    {
        var lines = items
            .Where(i => i.Row.Answers is not null)
            .SelectMany(i =>
                JsonSerializer
                    .Deserialize<Dictionary<string, string>>(i.Row.Answers!)!
                    .Select(a => LabelLine.OfJudge(i.TraceId, run.Judge, a.Key, a.Value, run.JudgeVersionId))
            )
            .ToList();
        if (lines.Count > 0)
            await labels.StoreAnswersAsync(run.TenantId, lines, cancellationToken);
    }

    private async Task SaveAsync(
        TriageDbContext db,
        JudgeRun run,
        List<(JudgeRunItem Row, string TraceId, EvalCase? Case)> items,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // An answer can quote a text that was erased while the judge was asked. With the lock, an erasure that is running is waited for,
        // and a later one finds what is stored here.
        await statements.LockTenantsAsync(db, [run.TenantId], cancellationToken);
        var ids = items.Select(i => i.Row.InteractionId).ToArray();
        var left = await db
            .InteractionPayloads.Where(p => ids.Contains(p.InteractionId) && p.Output != null)
            .Select(p => p.InteractionId)
            .ToListAsync(cancellationToken);
        foreach (var (row, _, _) in items)
        {
            if (!left.Contains(row.InteractionId))
                (row.Answers, row.Error) = (null, TextRemoved);
            else if (run.SuggestedPrompt is null)
                // They are labels.
                row.Answers = null;
            row.IsDone = true;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>False if the run was cancelled.</summary>
    private async Task<bool> CountAsync(TriageDbContext db, JudgeRun run, CancellationToken cancellationToken)
    {
        var done = await db.JudgeRunItems.CountAsync(i => i.RunId == run.Id && i.IsDone, cancellationToken);
        var failed = await db.JudgeRunItems.CountAsync(i => i.RunId == run.Id && i.IsDone && i.Error != null, cancellationToken);
        var open = await Open(db, run.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Done, done).SetProperty(r => r.Failed, failed), cancellationToken);
        notifier.Publish(run.WorkflowId);
        return open == 1;
    }

    private async Task FinishAsync(TriageDbContext db, JudgeRun run, CancellationToken cancellationToken)
    {
        // Only the items of a trial keep their answers.
        var trial = await db.JudgeRunItems.AnyAsync(i => i.RunId == run.Id && i.Answers != null, cancellationToken)
            ? await trials.CompareAsync(db, run, cancellationToken)
            : null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The message quotes errors. With the lock, an erasure has removed them before they are read here, or finds them in the message.
        await statements.LockTenantsAsync(db, [run.TenantId], cancellationToken);
        var errors = (
            await db
                .JudgeRunItems.Where(i => i.RunId == run.Id && i.Error != null)
                .GroupBy(i => i.Error!)
                .Select(g => new { g.Key, Count = g.Count() })
                .OrderByDescending(g => g.Count)
                .ThenBy(g => g.Key)
                .ToListAsync(cancellationToken)
        ).ConvertAll(g => (g.Key, g.Count));
        var failed = errors.Sum(e => e.Count);
        // Wrong answers are a result; no answers are not. In a trial, an invalid answer counts as wrong.
        var isFailed = run.SuggestedPrompt is null ? failed > MaxFailedShare * run.Total : failed == run.Total;
        var (state, now) = (isFailed ? EvalState.Failed : EvalState.Finished, time.GetUtcNow());
        var (summary, message) = (isFailed ? null : trial?.ToJson(), Message(run, errors, failed, isFailed, trial));
        await Open(db, run.Id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(r => r.State, state)
                        .SetProperty(r => r.FinishedAt, now)
                        .SetProperty(r => r.Failed, failed)
                        .SetProperty(r => r.Summary, summary)
                        .SetProperty(r => r.Message, Texts.Cut(message, 4000)),
                cancellationToken
            );
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(run.WorkflowId);
    }

    /// <summary>The result if it is no comparison, and the errors.</summary>
    private static string Message(JudgeRun run, List<(string Error, int Count)> errors, int failed, bool isFailed, JudgeTrial? trial)
    {
        var isTrial = run.SuggestedPrompt is not null;
        var result =
            isFailed && isTrial ? "No interaction has a valid answer."
            : isFailed ? $"{failed} of {run.Total} interactions have no valid answer, more than 10 %. The judge is not calibrated."
            : isTrial && trial is null ? NothingToCompare
            : "";
        return string.Join(
            "\n",
            errors.Take(5).Select(e => $"{e.Count} without a valid answer: {e.Error}").Prepend(result).Where(m => m.Length > 0)
        );
    }
}
