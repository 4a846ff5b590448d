using Microsoft.Extensions.Options;
using TriageConsole.Live;

namespace TriageConsole.Features.Routing;

/// <summary>
/// Keeps the table as the database is: looks four times a second whether the version moved, and at once where somebody here says so. Before
/// the first request, too. While the database is away the last table serves on.
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
    /// <summary>A database that takes the connection and then says nothing is away too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

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
            using var limit = new CancellationTokenSource(Patience, time);
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
