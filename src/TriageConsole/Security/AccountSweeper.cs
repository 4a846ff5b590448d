using TriageConsole.Data.Providers;
using TriageConsole.Live;

namespace TriageConsole.Security;

/// <summary>Deletes ended sessions and sign-in counts once an hour. Can run on every instance.</summary>
internal sealed class AccountSweeper(
    SessionService sessions,
    IProviderStatements statements,
    TimeProvider time,
    ILogger<AccountSweeper> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await JobGuard.RunAsync(logger, statements, () => sessions.SweepAsync(stoppingToken), stoppingToken);
    }
}
