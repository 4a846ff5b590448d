using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Joins a signal and an interaction that committed at the same time and so did not see each other. The instance that deletes the waiting
/// row joins the signal.
/// </summary>
internal sealed class WaitingSignalsJob(IngestService ingest) : BackgroundJob
{
    public override string Name => "waiting-signals";

    public override string Purpose => "Joins signals to interactions that arrived at the same time.";

    public override TimeSpan Period => TimeSpan.FromSeconds(15);

    public override async Task RunAsync(JobRun run)
    {
        while (await ingest.JoinWaitingAsync(run.CancellationToken) > 0) { }
    }
}
