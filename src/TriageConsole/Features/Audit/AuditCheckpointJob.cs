using TriageConsole.Jobs;

namespace TriageConsole.Features.Audit;

internal sealed class AuditCheckpointJob(AuditCheckpoints checkpoints) : BackgroundJob
{
    public override string Name => "audit-checkpoints";

    public override string Purpose => "Signs the state of the audit log and copies the checkpoint outside the database.";

    public override TimeSpan Period => TimeSpan.FromMinutes(1);

    public override Task RunAsync(JobRun run) => checkpoints.RunAsync(run.CancellationToken);
}
