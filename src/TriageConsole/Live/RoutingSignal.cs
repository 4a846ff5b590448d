using System.Threading.Channels;

namespace TriageConsole.Live;

/// <summary>
/// Wakes this process' routing table when somebody here changed who serves what, after the commit. Other processes see the version move in
/// the database. Pulses that nobody took yet are one.
/// </summary>
public sealed class RoutingSignal
{
    private readonly Channel<bool> pulses = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Never waits and never fails.</summary>
    public void Raise() => pulses.Writer.TryWrite(true);

    /// <summary>Ends with the next pulse, or at once where one waits.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken) => await pulses.Reader.ReadAsync(cancellationToken);
}
