using TriageConsole.Jobs;

namespace TriageConsole.Auditing;

internal sealed class AuditSequencerJob(AuditSequencer sequencer) : BackgroundJob
{
    public override string Name => "audit-log";

    public override string Purpose => "Gives recorded actions their numbers in the audit log.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override Task RunAsync(JobRun run) => sequencer.RunAsync(run.CancellationToken);
}
