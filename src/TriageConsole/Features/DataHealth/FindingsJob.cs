using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.DataHealth;

/// <summary>Looks at each workflow that changed since its last look here, every five minutes at most.</summary>
internal sealed class FindingsJob(FindingsService findings, IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, TimeProvider time, ILogger<FindingsJob> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private readonly Dictionary<long, (string Seen, DateTimeOffset At)> looks = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await GuardAsync(async () =>
            {
                foreach (var (workflow, seen) in await SeenAsync(stoppingToken))
                    if (!looks.TryGetValue(workflow, out var last) || (last.Seen != seen && last.At <= time.GetUtcNow() - Pause))
                        await GuardAsync(async () =>
                        {
                            await findings.LookAsync(workflow, stoppingToken);
                            looks[workflow] = (seen, time.GetUtcNow());
                        });
            });
    }

    /// <summary>What there is to see of each workflow, as one text that changes with it.</summary>
    private async Task<List<(long Workflow, string Seen)>> SeenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.WorkflowCounters.GroupBy(c => c.WorkflowId).Select(g => new { g.Key, Interactions = g.Sum(c => c.Interactions), Questionable = g.Sum(c => c.Questionable) }).Where(c => c.Interactions > 0).ToListAsync(cancellationToken);
        return counts.ConvertAll(c => (c.Key, string.Create(CultureInfo.InvariantCulture, $"{c.Interactions} {c.Questionable}")));
    }

    /// <summary>A fault is logged and the work tried again at its next turn; what fails in one workflow keeps no other waiting.</summary>
    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (statements.IsTransient(e)) FindingsLog.DatabaseAway(logger);
            else FindingsLog.LookFailed(logger, e);
        }
    }
}

internal static partial class FindingsLog
{
    [LoggerMessage(420, LogLevel.Warning, "The database is away; findings follow when it is back")]
    public static partial void DatabaseAway(ILogger logger);

    [LoggerMessage(421, LogLevel.Error, "Looking at a workflow's data failed; trying again")]
    public static partial void LookFailed(ILogger logger, Exception exception);
}
