using TriageConsole.Jobs;

namespace TriageConsole.Features.Scoring;

internal sealed class RescoreJob(RescoreService rescore) : BackgroundJob
{
    public override string Name => "rescore";

    public override string Purpose => "Scores interactions again after weights or thresholds changed.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(JobRun run)
    {
        while (await rescore.RunBatchAsync(run.CancellationToken)) { }
    }
}
