using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Polly.Timeout;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Retraining.Executors;
using TriageConsole.Live;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>Does the steps of runs, one at a time, while this instance has the lease of the run.</summary>
internal sealed class RunWorker(
    RunClaims claims,
    RunContexts contexts,
    RunChanges changes,
    RunResults results,
    IEnumerable<IExecutor> executors,
    IProviderStatements statements,
    TimeProvider time,
    IOptions<RetrainingOptions> options,
    ILogger<RunWorker> logger
)
{
    private static readonly TimeSpan CancelPause = TimeSpan.FromSeconds(10);

    /// <summary>Claims a due run and does its next step. False: no run is due.</summary>
    /// <param name="commands">Whether to work on a run of a command.</param>
    /// <param name="onFault">Receives an error of the console itself.</param>
    /// <param name="cancellationToken">Cancelled when the instance stops.</param>
    public async Task<bool> RunNextAsync(
        bool commands,
        Action<string, Exception>? onFault = null,
        CancellationToken cancellationToken = default
    )
    {
        if (await claims.TakeAsync(commands, cancellationToken) is not { } runId)
            return false;
        var (pause, failed, working) = (TimeSpan.Zero, false, new StrongBox<bool>());
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        var pulse = PulseAsync(runId, ending, working, over.Token);
        try
        {
            pause = await StepAsync(runId, working, ending.Token);
        }
        catch (RunRefusedException e)
        {
            await changes.MoveAsync(runId, RetrainingState.Failed, e.Message, CancellationToken.None);
        }
        catch (Exception e)
            when (ending.IsCancellationRequested && (e is OperationCanceledException || statements.IsCancellation(e, ending.Token)))
        {
            // The instance stops, another one has the lease, or the run was cancelled, which the next step ends.
        }
        catch (Exception e) when (!statements.IsTransient(e))
        {
            // Services that are away come back; a fault of the console is reported too.
            if (e is not (HttpRequestException or TaskCanceledException or TimeoutRejectedException))
                onFault?.Invoke($"Run {runId}", e);
            (pause, failed) = (await AgainAsync(runId, e), true);
        }
        finally
        {
            await over.CancelAsync();
            await pulse;
            await JobGuard.RunAsync(logger, statements, () => claims.GiveBackAsync(runId, pause, failed), CancellationToken.None);
        }

        return true;
    }

    private async Task<TimeSpan> StepAsync(long runId, StrongBox<bool> working, CancellationToken cancellationToken)
    {
        while (await contexts.ReadAsync(runId, cancellationToken) is { } context)
        {
            var executor = executors.Single(e => e.Kind == context.Run.Kind);
            switch (context.Run.State)
            {
                case RetrainingState.Validating:
                    if (await results.DatasetProblemAsync(context, cancellationToken) is { } problem)
                        throw new RunRefusedException(problem);
                    await changes.MoveAsync(
                        runId,
                        RetrainingState.Queued,
                        "The dataset has the content of its manifest.",
                        cancellationToken
                    );
                    continue;
                case RetrainingState.Queued:
                    var now = time.GetUtcNow();
                    await changes.MoveAsync(
                        runId,
                        RetrainingState.Running,
                        $"The executor {context.Run.Executor} starts.",
                        cancellationToken,
                        (_, run) =>
                        {
                            run.StartedAt = now;
                            return Task.CompletedTask;
                        }
                    );
                    continue;
                case RetrainingState.Running:
                    working.Value = true;
                    var step = await executor.StepAsync(context, cancellationToken);
                    working.Value = false;
                    if (step.Result is null)
                        return step.Pause;
                    await results.FinishAsync(context, step.Result, cancellationToken);
                    return TimeSpan.Zero;
                case RetrainingState.CancellationRequested:
                    if (!await executor.CancelAsync(context, cancellationToken))
                        return CancelPause;
                    await changes.MoveAsync(runId, RetrainingState.Cancelled, "Cancelled.", cancellationToken);
                    return TimeSpan.Zero;
                default:
                    return TimeSpan.Zero;
            }
        }

        throw new RunRefusedException("The configuration of the server has no such executor any more.");
    }

    /// <summary>Tries a step again after a pause, or ends the run after the last attempt.</summary>
    private async Task<TimeSpan> AgainAsync(long runId, Exception e)
    {
        var reason = NoticeSender.ReasonOf(e);
        if (await claims.FailedAsync(runId) is { } pause)
        {
            await changes.LogAsync(
                runId,
                RetrainingEventKind.Warning,
                [$"{reason} The next attempt is in {pause.TotalSeconds:0} s."],
                CancellationToken.None
            );
            return pause;
        }

        await changes.MoveAsync(runId, RetrainingState.Failed, $"Every attempt failed. {reason}", CancellationToken.None);
        return TimeSpan.Zero;
    }

    /// <summary>Renews the lease until the step ends. Ends the work of an executor if the run was cancelled or taken over.</summary>
    private async Task PulseAsync(long runId, CancellationTokenSource ending, StrongBox<bool> working, CancellationToken over)
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
                        var state = await claims.RenewAsync(runId, over);
                        if (state is null || (state == RetrainingState.CancellationRequested && working.Value))
                            await ending.CancelAsync();
                    },
                    over
                );
        }
        catch (Exception e) when (statements.IsCancellation(e, over))
        {
            // The step has ended.
        }
    }
}
