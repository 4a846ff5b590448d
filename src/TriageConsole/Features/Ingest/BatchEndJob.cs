using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest;

/// <summary>Detects the end of large batches.</summary>
internal sealed class BatchEndJob(BatchEnds batches, TimeProvider time) : BackgroundJob
{
    public override string Name => "batch-ends";

    public override string Purpose => "Detects the end of imports, so that patterns, findings and sampling rounds follow at once.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override Task RunAsync(JobRun run) => batches.LookAsync(time.GetUtcNow(), run.CancellationToken);
}
