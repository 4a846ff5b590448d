using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Rubrics;
using TriageConsole.Live;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>
/// Works on runs, one at a time. A run belongs to an instance by a lease that it renews while it lives; one that was killed loses it, and
/// another continues where it stopped: what an item came to is written once, by the holder of the lease.
/// </summary>
internal sealed class EvalRunner(
    IDbContextFactory<TriageDbContext> contexts,
    EvalClaims claims,
    RubricService rubrics,
    ChatClient client,
    EndpointService endpoints,
    CommandRunner commands,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<EvaluationOptions> options,
    ILogger<EvalRunner> logger
)
{
    /// <summary>Claims a run and works on it, or on as much of it as there is time for. False: there is none.</summary>
    public Task<bool> RunNextAsync(CancellationToken cancellationToken = default) => RunNextAsync(null, cancellationToken);

    /// <inheritdoc cref="RunNextAsync(CancellationToken)"/>
    /// <param name="onFault">Hears of a fault that ended the attempt; the run itself keeps it too.</param>
    /// <param name="cancellationToken">The instance stops.</param>
    public async Task<bool> RunNextAsync(Action<string, Exception>? onFault, CancellationToken cancellationToken)
    {
        if (await claims.TakeAsync(cancellationToken) is not { } runId)
            return false;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        var pulse = PulseAsync(runId, ending, over.Token);
        var isNobodysFault = true;
        try
        {
            await WorkAsync(runId, ending.Token);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested
                && ending.IsCancellationRequested
                && (e is OperationCanceledException || statements.IsCancellation(e, ending.Token))
            )
        {
            // Cancelled by somebody, or the lease is another's by now: what is to be done then is done below.
            await claims.CancelledAsync(runId);
        }
        catch (LeaseLostException)
        {
            await claims.CancelledAsync(runId);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !statements.IsTransient(e))
        {
            // The run's own fault: it waits for its next attempt, or ends, and the next run's turn comes.
            isNobodysFault = false;
            onFault?.Invoke($"Run {runId}", e);
            await claims.FailedAsync(runId, e);
        }
        finally
        {
            await over.CancelAsync();
            await pulse;
            // The next instance need not wait for the lease to end.
            await JobGuard.RunAsync(logger, statements, () => claims.GiveBackAsync(runId, isNobodysFault), CancellationToken.None);
        }

        return true;
    }

    /// <summary>Renews the lease and counts, until it is over; ends the work where somebody cancelled the run or took it over.</summary>
    private async Task PulseAsync(long runId, CancellationTokenSource ending, CancellationToken over)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.PollMilliseconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
                await JobGuard.RunAsync(
                    logger,
                    statements,
                    async () =>
                    {
                        var (workflowId, isOver) = await claims.RenewAsync(runId, over);
                        notifier.Publish(workflowId);
                        if (isOver)
                            await ending.CancelAsync();
                    },
                    over
                );
        }
        catch (Exception e) when (statements.IsCancellation(e, over))
        {
            // The work is over.
        }
    }

    private async Task WorkAsync(long runId, CancellationToken cancellationToken)
    {
        EvalRun run;
        EvaluatorSetDefinition set;
        List<long> open;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            run = await db.EvalRuns.AsNoTracking().SingleAsync(r => r.Id == runId, cancellationToken);
            if (run.CancelRequestedAt is not null)
                throw new LeaseLostException();
            set = EvaluatorSetDefinition.FromStored(
                await db.EvaluatorSets.Where(s => s.Id == run.EvaluatorSetId).Select(s => s.Definition).SingleAsync(cancellationToken)
            );
            // One that failed at the start has a live output to be scored all the same.
            open = await db
                .EvalItems.Where(i =>
                    i.RunId == runId
                    && i.State != EvalItemState.Scored
                    && !(i.State == EvalItemState.Failed && (i.LiveOutput == null || db.EvalResults.Any(r => r.ItemId == i.Id)))
                )
                .OrderBy(i => i.Ordinal)
                .Select(i => i.Id)
                .ToListAsync(cancellationToken);
        }

        notifier.Publish(run.WorkflowId);
        var settings = EvalSettings.Read(run.Settings);
        var rubric = await rubrics.FindVersionAsync(run.RubricVersionId, cancellationToken);
        var scorer = new ItemScorer(
            set,
            settings,
            rubric!.Definition,
            run.TenantId,
            client,
            endpoints,
            commands,
            options.Value.FailuresInARow
        );
        var items = new ItemRunner(contexts, statements, claims.Me);
        var asker = new OutputGenerator(client, endpoints, run, settings, new Patience(options.Value.FailuresInARow));
        await Parallel.ForEachAsync(
            open,
            new ParallelOptions { MaxDegreeOfParallelism = settings.Generation.Parallel, CancellationToken = cancellationToken },
            async (id, token) => await items.RunAsync(runId, id, asker, scorer, token)
        );
        await FinishAsync(run, set, settings, cancellationToken);
    }

    private async Task FinishAsync(EvalRun run, EvaluatorSetDefinition set, EvalSettings settings, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var figures = await RunFigures.OfAsync(db, run.Id, set, settings, cancellationToken);
        var noted = await db.EvalResults.CountAsync(
            r => r.Evaluator == EvalNotes.Key && db.EvalItems.Any(i => i.Id == r.ItemId && i.RunId == run.Id),
            cancellationToken
        );
        var lost = await db
            .EvalItems.Where(i => i.RunId == run.Id && i.State == EvalItemState.Failed)
            .GroupBy(i => i.Error)
            .Select(g => new { g.Key, Count = g.Count() })
            .OrderByDescending(g => g.Count)
            .Take(5)
            .ToListAsync(cancellationToken);
        var nothing = lost.Sum(l => l.Count) == figures.Items;
        var message = string.Join(
            "\n",
            new[] { run.Message, nothing ? "There is no output at all:" : "" }
                .Concat(
                    run.Source == EvalSource.Endpoint
                        ? lost.Select(l => $"{l.Count} {(l.Count == 1 ? "item" : "items")} without an output: {l.Key}")
                        : []
                )
                .Append(
                    noted == 0
                        ? ""
                        : $"{(noted == 1 ? "1 output" : $"{noted} outputs")} did not end normally, for example at the "
                            + $"length limit (max_tokens). Each item says how."
                )
                .Where(m => m.Length > 0)
        );
        var (state, now, summary) = (nothing ? EvalState.Failed : EvalState.Finished, time.GetUtcNow(), figures.ToJson());
        await claims
            .Mine(db, run.Id)
            .Where(r => r.State == EvalState.Running)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(r => r.State, state)
                        .SetProperty(r => r.FinishedAt, now)
                        .SetProperty(r => r.Summary, summary)
                        .SetProperty(r => r.Done, figures.Items)
                        .SetProperty(r => r.Failed, figures.Failed)
                        .SetProperty(r => r.Message, Texts.Cut(message, 4000)),
                cancellationToken
            );
        notifier.Publish(run.WorkflowId);
    }
}
