using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Agreement;

/// <summary>Counts new labels soon after they arrive, one batch per workflow in turn. Takes at most half of the time.</summary>
internal sealed class AgreementJob(AgreementCounter counter, TimeProvider time) : BackgroundJob
{
    public override string Name => "agreement";

    public override string Purpose => "Counts agreement of new labels.";

    public override TimeSpan Period => TimeSpan.FromSeconds(2);

    public override async Task RunAsync(JobRun run)
    {
        while (true)
        {
            var began = time.GetTimestamp();
            if (!await RoundAsync(run))
                return;
            // Rest as long as the round took, so that labelers have priority on the database.
            await Task.Delay(time.GetElapsedTime(began), time, run.CancellationToken);
        }
    }

    /// <summary>An error in one workflow does not delay the others.</summary>
    private async Task<bool> RoundAsync(JobRun run)
    {
        var worked = false;
        foreach (var workflow in await counter.BehindAsync(run.CancellationToken))
            await run.GuardAsync(
                $"Workflow {workflow}",
                async () => worked |= await counter.CountBatchAsync(workflow, run.CancellationToken)
            );
        return worked;
    }
}
