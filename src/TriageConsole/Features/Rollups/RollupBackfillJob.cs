using TriageConsole.Jobs;

namespace TriageConsole.Features.Rollups;

internal sealed class RollupBackfillJob(RollupBackfill backfill) : BackgroundJob
{
    public override string Name => "rollup-backfill";

    public override string Purpose => "Adds interactions that were stored before rollups existed.";

    public override TimeSpan Period => TimeSpan.FromMinutes(1);

    public override async Task RunAsync(JobRun run)
    {
        while (await backfill.RunBatchAsync(run.CancellationToken)) { }
    }
}
