using TriageConsole.Jobs;

namespace TriageConsole.Security;

/// <summary>Deletes sessions and sign-in counts that are over.</summary>
internal sealed class AccountSweeper(SessionService sessions) : BackgroundJob
{
    public override string Name => "account-cleanup";

    public override string Purpose => "Deletes sessions and sign-in counts that have ended.";

    public override TimeSpan Period => TimeSpan.FromHours(1);

    public override Task RunAsync(JobRun run) => sessions.SweepAsync(run.CancellationToken);
}
