using System.Threading.Channels;

namespace TriageConsole.Live;

/// <summary>Tells this instance's routing at once that something changed; other instances see it by the version they poll.</summary>
public sealed class RoutingSignal
{
    // One waiting pulse is as good as many.
    private readonly Channel<bool> pulses = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>After the commit.</summary>
    public void Pulse() => pulses.Writer.TryWrite(true);

    /// <summary>Ends with the next pulse, or one that is waiting.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await pulses.Reader.ReadAsync(cancellationToken);
}
