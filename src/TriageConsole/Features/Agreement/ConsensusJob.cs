using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Agreement;

/// <summary>Fits consensus again for changed labels. A separate job, so that a long fit does not delay the counts.</summary>
internal sealed class ConsensusJob(ConsensusService consensus) : BackgroundJob
{
    public override string Name => "consensus";

    public override string Purpose => "Fits consensus and the accuracy of labelers where labels changed.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(JobRun run)
    {
        foreach (var criterion in await consensus.DueAsync(run.CancellationToken))
            await run.ItemAsync(criterion, $"Question {criterion}", () => consensus.FitAsync(criterion, run.CancellationToken));
    }
}
