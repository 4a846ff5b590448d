using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// A signal and its interaction that commit at the same moment do not see each other; this joins them shortly after. Each signal is joined
/// by the one who deletes its waiting row.
/// </summary>
internal sealed class WaitingSignalsJob(IngestService ingest) : BackgroundJob
{
    public override string Name => "waiting-signals";

    public override string Purpose => "Joins signals to interactions that arrived in the same moment.";

    public override TimeSpan Period => TimeSpan.FromSeconds(15);

    public override async Task RunAsync(JobRun run)
    {
        while (await ingest.JoinWaitingAsync(run.CancellationToken) > 0) { }
    }
}
