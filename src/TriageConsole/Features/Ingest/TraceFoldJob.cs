using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest;

/// <summary>Builds the interactions of large traces again when more of their spans arrived.</summary>
internal sealed class TraceFoldJob(IngestService ingest) : BackgroundJob
{
    public override string Name => "trace-folds";

    public override string Purpose => "Adds late spans of large traces to their interactions.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(JobRun run)
    {
        while (await ingest.FoldTracesAsync(run.CancellationToken) > 0) { }
    }
}
