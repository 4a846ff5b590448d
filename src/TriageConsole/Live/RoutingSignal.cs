using System.Threading.Channels;

namespace TriageConsole.Live;

/// <summary>
/// Wakes the routing table of this process after a committed change by this process. Other processes detect the new version in the
/// database. Several unread signals count as one.
/// </summary>
public sealed class RoutingSignal
{
    private readonly Channel<bool> pulses = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Never blocks and never fails.</summary>
    public void Raise() => pulses.Writer.TryWrite(true);

    /// <summary>Completes with the next signal, or immediately if one is unread.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken) => await pulses.Reader.ReadAsync(cancellationToken);
}
