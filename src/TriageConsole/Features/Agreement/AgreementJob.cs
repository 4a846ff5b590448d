using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Agreement;

/// <summary>
/// Counts next to the labeling: soon after a label came, a batch of each workflow in turn, and never more than half of the time.
/// </summary>
internal sealed class AgreementJob(AgreementCounter counter, TimeProvider time) : BackgroundJob
{
    public override string Name => "agreement";

    public override string Purpose => "Counts agreement of new labels.";

    public override TimeSpan Period => TimeSpan.FromSeconds(1);

    public override async Task RunAsync(JobRun run)
    {
        while (true)
        {
            var began = time.GetTimestamp();
            if (!await RoundAsync(run))
                return;
            // After each round as long a rest as it took: labelers go first.
            await Task.Delay(time.GetElapsedTime(began), time, run.CancellationToken);
        }
    }

    /// <summary>What fails in one workflow keeps no other waiting.</summary>
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
