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
/// Works runs off, one at a time an instance. A run is an instance's by a lease that it renews while it lives; one that was killed loses
/// it,
/// and another goes on where it stopped: what an item came to is written once, by whoever holds the lease.
/// </summary>
internal sealed class EvalRunner(
    IDbContextFactory<TriageDbContext> contexts,
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
    private readonly string me = Texts.Cut($"{Environment.MachineName}/{Environment.ProcessId}", 60) + $"/{Guid.NewGuid():N}"[..9];

    /// <summary>Claims a run and works it off, or as much of it as there is time for. False: none is to be had.</summary>
    public async Task<bool> RunNextAsync(CancellationToken cancellationToken = default)
    {
        if (await ClaimAsync(cancellationToken) is not { } runId)
            return false;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        var pulse = PulseAsync(runId, ending, over.Token);
        try
        {
            await WorkAsync(runId, ending.Token);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested
                && (e is OperationCanceledException || statements.IsCancellation(e, ending.Token))
            )
        {
            // Cancelled by somebody, or the lease is another's by now: what is to be done then is done below.
            await CancelledAsync(runId);
        }
        finally
        {
            await over.CancelAsync();
            await pulse;
            // Whoever is next need not wait for the lease to end.
            await GiveBackAsync(runId);
        }

        return true;
    }

    private async Task<long?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var free = db.EvalRuns.Where(r =>
            (r.State == EvalState.Queued || r.State == EvalState.Running) && (r.ClaimedUntil == null || r.ClaimedUntil < now)
        );
        foreach (var id in await free.OrderBy(r => r.Id).Select(r => r.Id).Take(10).ToListAsync(cancellationToken))
        {
            var until = now.AddSeconds(options.Value.LeaseSeconds);
            var mine = await free.Where(r => r.Id == id)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(r => r.ClaimedBy, me)
                            .SetProperty(r => r.ClaimedUntil, until)
                            .SetProperty(r => r.State, EvalState.Running)
                            .SetProperty(r => r.StartedAt, r => r.StartedAt ?? now),
                    cancellationToken
                );
            if (mine == 1)
                return id;
        }

        return null;
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
                        await using var db = await contexts.CreateDbContextAsync(over);
                        var until = time.GetUtcNow().AddSeconds(options.Value.LeaseSeconds);
                        var (done, failed) = await CountAsync(db, runId, over);
                        var held = await Mine(db, runId)
                            .ExecuteUpdateAsync(
                                s =>
                                    s.SetProperty(r => r.ClaimedUntil, until)
                                        .SetProperty(r => r.Done, done)
                                        .SetProperty(r => r.Failed, failed),
                                over
                            );
                        var run = await db
                            .EvalRuns.Where(r => r.Id == runId)
                            .Select(r => new { r.WorkflowId, r.CancelRequestedAt })
                            .SingleAsync(over);
                        notifier.Publish(run.WorkflowId);
                        if (held == 0 || run.CancelRequestedAt is not null)
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
                throw new OperationCanceledException();
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
        var items = new ItemRunner(contexts, statements, me);
        var asker = new OutputAsker(client, endpoints, run, settings, new Patience(options.Value.FailuresInARow));
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
                        : $"{(noted == 1 ? "1 output" : $"{noted} outputs")} did not end normally, for example at the length limit (max_tokens). Each item says how."
                )
                .Where(m => m.Length > 0)
        );
        var (state, now, summary) = (nothing ? EvalState.Failed : EvalState.Finished, time.GetUtcNow(), figures.ToJson());
        await Mine(db, run.Id)
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

    private async Task CancelledAsync(long runId)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var (now, (done, failed)) = (time.GetUtcNow(), await CountAsync(db, runId, CancellationToken.None));
        await Mine(db, runId)
            .Where(r => r.State == EvalState.Running && r.CancelRequestedAt != null)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.State, EvalState.Cancelled)
                    .SetProperty(r => r.FinishedAt, now)
                    .SetProperty(r => r.Done, done)
                    .SetProperty(r => r.Failed, failed)
            );
        notifier.Publish(await db.EvalRuns.Where(r => r.Id == runId).Select(r => r.WorkflowId).SingleAsync());
    }

    private Task GiveBackAsync(long runId) =>
        JobGuard.RunAsync(
            logger,
            statements,
            async () =>
            {
                await using var db = await contexts.CreateDbContextAsync();
                await Mine(db, runId)
                    .ExecuteUpdateAsync(s =>
                        s.SetProperty(r => r.ClaimedBy, (string?)null).SetProperty(r => r.ClaimedUntil, (DateTimeOffset?)null)
                    );
            },
            CancellationToken.None
        );

    private IQueryable<EvalRun> Mine(TriageDbContext db, long runId) => db.EvalRuns.Where(r => r.Id == runId && r.ClaimedBy == me);

    private static async Task<(int Done, int Failed)> CountAsync(TriageDbContext db, long runId, CancellationToken cancellationToken)
    {
        var counts = await db
            .EvalItems.Where(i => i.RunId == runId && (i.State == EvalItemState.Scored || i.State == EvalItemState.Failed))
            .GroupBy(i => i.Error == null)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return (counts.Sum(c => c.Count), counts.Where(c => !c.Key).Sum(c => c.Count));
    }
}

/// <summary>Looks for runs and works them off.</summary>
internal sealed class EvalJob(
    EvalRunner runner,
    IProviderStatements statements,
    TimeProvider time,
    IOptions<EvaluationOptions> options,
    ILogger<EvalJob> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.PollMilliseconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await JobGuard.RunAsync(
                logger,
                statements,
                async () =>
                {
                    while (await runner.RunNextAsync(stoppingToken)) { }
                },
                stoppingToken
            );
    }
}
