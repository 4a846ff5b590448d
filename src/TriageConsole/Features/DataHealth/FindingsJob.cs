using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Live;

namespace TriageConsole.Features.DataHealth;

/// <summary>Looks at each workflow that changed since its last look here, every five minutes at most.</summary>
internal sealed class FindingsJob(
    FindingsService findings,
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    TimeProvider time,
    ILogger<FindingsJob> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private readonly Dictionary<long, (string Seen, DateTimeOffset At)> looks = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await JobGuard.RunAsync(
                logger,
                statements,
                async () =>
                {
                    foreach (var (workflow, seen) in await SeenAsync(stoppingToken))
                        if (!looks.TryGetValue(workflow, out var last) || (last.Seen != seen && last.At <= time.GetUtcNow() - Pause))
                            await JobGuard.RunAsync(
                                logger,
                                statements,
                                async () =>
                                {
                                    await findings.LookAsync(workflow, stoppingToken);
                                    looks[workflow] = (seen, time.GetUtcNow());
                                },
                                stoppingToken
                            );
                },
                stoppingToken
            );
    }

    /// <summary>What there is to see of each workflow, as one text that changes with it.</summary>
    private async Task<List<(long Workflow, string Seen)>> SeenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db
            .WorkflowCounters.GroupBy(c => c.WorkflowId)
            .Select(g => new
            {
                g.Key,
                Interactions = g.Sum(c => c.Interactions),
                Questionable = g.Sum(c => c.Questionable),
            })
            .Where(c => c.Interactions > 0)
            .ToListAsync(cancellationToken);
        return counts.ConvertAll(c => (c.Key, string.Create(CultureInfo.InvariantCulture, $"{c.Interactions} {c.Questionable}")));
    }
}
