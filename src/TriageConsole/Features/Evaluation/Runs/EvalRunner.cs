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
/// Works on runs, one at a time. An instance holds a lease on a run and renews it while it works. If the instance is killed, the lease ends
/// and another instance continues from there. Only the holder of the lease writes the result of an item, once.
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
    /// <summary>Claims a run and works on it. False: no run is due.</summary>
    public Task<bool> RunNextAsync(CancellationToken cancellationToken = default) => RunNextAsync(null, cancellationToken);

    /// <inheritdoc cref="RunNextAsync(CancellationToken)"/>
    /// <param name="onFault">Receives an error that ended the attempt. The run stores it too.</param>
    /// <param name="cancellationToken">Cancelled when the instance stops.</param>
    public async Task<bool> RunNextAsync(Action<string, Exception>? onFault, CancellationToken cancellationToken)
    {
        if (await claims.TakeAsync(cancellationToken) is not { } runId)
            return false;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        var pulse = PulseAsync(runId, ending, over.Token);
        var isExternalFault = true;
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
            // The run was cancelled or another instance has the lease. CancelledAsync handles both.
            await claims.CancelledAsync(runId);
        }
        catch (LeaseLostException)
        {
            await claims.CancelledAsync(runId);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !statements.IsTransient(e))
        {
            // An error of this run: it waits for its next attempt or ends, so that other runs continue.
            isExternalFault = false;
            onFault?.Invoke($"Run {runId}", e);
            await claims.FailedAsync(runId, e);
        }
        finally
        {
            await over.CancelAsync();
            await pulse;
            // The next instance does not need to wait for the end of the lease.
            await JobGuard.RunAsync(logger, statements, () => claims.GiveBackAsync(runId, isExternalFault), CancellationToken.None);
        }

        return true;
    }

    /// <summary>Renews the lease and stores the counts until the work ends. Ends the work if the run was cancelled or taken over.</summary>
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
            // The work has ended.
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
            // An item that failed at the start can have a live output that is scored.
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
        var asker = new OutputGenerator(client, endpoints, run, settings, new CircuitBreaker(options.Value.FailuresInARow));
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
            new[] { run.Message, nothing ? "No item has an output:" : "" }
                .Concat(
                    run.Source == EvalSource.Endpoint
                        ? lost.Select(l => $"{l.Count} {(l.Count == 1 ? "item" : "items")} without an output: {l.Key}")
                        : []
                )
                .Append(
                    noted == 0
                        ? ""
                        : $"{(noted == 1 ? "1 output" : $"{noted} outputs")} did not end normally, for example at the "
                            + $"length limit (max_tokens). See the items for details."
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
