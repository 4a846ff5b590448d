using TriageConsole.Account;
using TriageConsole.Jobs;

namespace TriageConsole.Security;

/// <summary>Deletes sessions and sign-in counts that are over.</summary>
internal sealed class AccountSweeper(SessionService sessions, SignInAttempts attempts) : BackgroundJob
{
    public override string Name => "account-cleanup";

    public override string Purpose => "Deletes sessions and sign-in counts that have ended.";

    public override TimeSpan Period => TimeSpan.FromHours(1);

    public override async Task RunAsync(JobRun run)
    {
        await sessions.SweepAsync(run.CancellationToken);
        await attempts.SweepAsync(run.CancellationToken);
    }
}
