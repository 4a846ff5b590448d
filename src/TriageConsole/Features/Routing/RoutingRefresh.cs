using Microsoft.Extensions.Options;
using TriageConsole.Live;

namespace TriageConsole.Features.Routing;

/// <summary>
/// Keeps the table up to date: checks the version on every poll, immediately after a change on this instance, and before the first request.
/// While the database is unavailable, the last table stays in use.
/// </summary>
internal sealed class RoutingRefresh(
    RoutingReader reader,
    RoutingTable table,
    RoutingSignal signal,
    IOptions<RoutingOptions> options,
    TimeProvider time,
    ILogger<RoutingRefresh> logger
) : BackgroundService
{
    /// <summary>A database that accepts the connection and does not respond counts as unavailable.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private bool isAway;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var period = TimeSpan.FromMilliseconds(options.Value.PollMilliseconds);
        await using var timer = time.CreateTimer(_ => signal.Raise(), null, period, period);
        while (true)
        {
            await signal.WaitAsync(stoppingToken);
            await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            if (await reader.ReadAsync(table.Current?.Mark, either.Token) is { } snapshot)
                table.Current = snapshot;
            if (isAway)
                RoutingLog.Back(logger);
            isAway = false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isAway)
                RoutingLog.Away(logger, e);
            isAway = true;
        }
    }
}
