using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Evaluation.Endpoints;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Works on one item of a run while this instance has the lease.</summary>
internal sealed class ItemRunner(IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, string instance)
{
    /// <summary>Requests the output if it is missing, scores it and stores the result once.</summary>
    public async Task RunAsync(long runId, long itemId, OutputGenerator asker, ItemScorer scorer, CancellationToken cancellationToken)
    {
        EvalItem item;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            item = await db.EvalItems.AsNoTracking().SingleAsync(i => i.Id == itemId, cancellationToken);
        if (item.State == EvalItemState.Waiting)
            await AnswerAsync(runId, item, asker, cancellationToken);
        var before = item.State;
        IReadOnlyList<EvalResult> results;
        try
        {
            results = await scorer.ScoreAsync(item, cancellationToken);
        }
        catch (Exception e) when (IsItemsOwn(e, cancellationToken))
        {
            // One faulty item must not end this run or delay others.
            (item.State, item.Error, results) = (EvalItemState.Failed, Unworkable(e), []);
        }

        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var written = await db
                .EvalItems.Where(i =>
                    i.Id == itemId
                    && i.State == before
                    && db.EvalRuns.Any(r => r.Id == runId && r.ClaimedBy == instance && r.State == EvalState.Running)
                )
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(i => i.State, item.State)
                            .SetProperty(i => i.Error, item.Error)
                            .SetProperty(i => i.LivePass, item.LivePass)
                            .SetProperty(i => i.CandidatePass, item.CandidatePass)
                            .SetProperty(i => i.ScoreChange, item.ScoreChange),
                    cancellationToken
                );
            if (written == 0)
                throw new LeaseLostException();
            db.EvalResults.AddRange(results);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>An error of this item. Database errors are temporary and do not count; the run continues later.</summary>
    private bool IsItemsOwn(Exception e, CancellationToken cancellationToken) =>
        e is not LeaseLostException
        && !cancellationToken.IsCancellationRequested
        && !statements.IsCancellation(e, cancellationToken)
        && !statements.IsTransient(e);

    private static string Unworkable(Exception e) => Texts.Cut(Texts.Storable($"Could not process the item: {e.Message}"), 1000);

    /// <summary>Stores the output before it is scored: if the instance is killed in between, it is not requested again.</summary>
    private async Task AnswerAsync(long runId, EvalItem item, OutputGenerator asker, CancellationToken cancellationToken)
    {
        ChatReply reply;
        try
        {
            reply = await asker.AskAsync(item, cancellationToken);
        }
        catch (Exception e) when (IsItemsOwn(e, cancellationToken))
        {
            reply = new ChatReply(null, 0, Unworkable(e));
        }

        (item.CandidateOutput, item.LatencyMs) = (reply.Text, reply.Text is null ? null : reply.LatencyMs);
        (item.State, item.Error) = reply.Text is null
            ? (EvalItemState.Failed, Texts.Cut(Texts.Storable(reply.Problem!), 1000))
            : (EvalItemState.Answered, null);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var written = await db
            .EvalItems.Where(i =>
                i.Id == item.Id
                && i.State == EvalItemState.Waiting
                && db.EvalRuns.Any(r => r.Id == runId && r.ClaimedBy == instance && r.State == EvalState.Running)
            )
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(i => i.CandidateOutput, item.CandidateOutput)
                        .SetProperty(i => i.LatencyMs, item.LatencyMs)
                        .SetProperty(i => i.State, item.State)
                        .SetProperty(i => i.Error, item.Error),
                cancellationToken
            );
        if (written == 0)
            throw new LeaseLostException();
        if (reply is { Text: not null, Note: { } note })
            db.EvalResults.Add(EvalNotes.Of(item.Id, note));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
