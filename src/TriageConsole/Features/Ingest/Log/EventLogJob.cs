using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest.Log;

internal sealed class EventLogJob(SegmentWriter writer) : BackgroundJob
{
    public override string Name => "event-log";

    public override string Purpose =>
        "Stores committed batches as segments of the event log, and deletes segments beyond the retention time.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override Task RunAsync(JobRun run) => writer.WriteAsync(run.CancellationToken);
}
