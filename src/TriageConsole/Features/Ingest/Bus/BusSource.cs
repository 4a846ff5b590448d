using TriageConsole.Core;
using TriageConsole.Telemetry;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>A queue or topic with its state on this instance.</summary>
internal sealed class BusSource(BusKind kind, BusSourceOptions options, TimeProvider time)
{
    private const int MaxProblem = 300;

    private readonly Lock sync = new();
    private bool isConnected;
    private DateTimeOffset? lastMessageAt;
    private long stored;
    private long deadLettered;
    private int unacknowledged;
    private long? waiting;
    private string? connectionProblem;
    private string? storeProblem;
    private string? limit;

    public BusKind Kind => kind;

    public string Name => options.Name;

    public BusSourceOptions Options => options;

    /// <summary>The tenant of the configured key; null while it is not known, and if messages bring their own keys.</summary>
    public long? TenantId { get; set; }

    public void Connected()
    {
        lock (sync)
            (isConnected, connectionProblem) = (true, null);
    }

    /// <summary>Sets why there is no connection; null if the app stops. Returns false if that was known.</summary>
    public bool Disconnected(string? why)
    {
        lock (sync)
        {
            var isNew = isConnected || connectionProblem is null;
            (isConnected, unacknowledged, connectionProblem, limit) = (false, 0, Cut(why), null);
            return isNew;
        }
    }

    /// <summary>The broker is there, but messages are not stored at the moment. Null: they are again.</summary>
    public void Report(string? why)
    {
        lock (sync)
            storeProblem = Cut(why);
    }

    /// <summary>Messages wait for the limit of their key. Null: they do not. Returns false if that was known.</summary>
    public bool WaitForLimit(string? why)
    {
        lock (sync)
        {
            var isNew = limit is null && why is not null;
            limit = Cut(why);
            return isNew;
        }
    }

    public void Received(int count)
    {
        lock (sync)
            (unacknowledged, lastMessageAt) = (unacknowledged + count, time.GetUtcNow());
    }

    /// <summary>Messages are acknowledged: stored, or in the dead letters.</summary>
    public void Acknowledged(int count, int refused)
    {
        lock (sync)
        {
            unacknowledged = Math.Max(0, unacknowledged - count);
            stored += count - refused;
            deadLettered += refused;
        }

        ConsoleTelemetry.CountMessages(count - refused, kind.ToString(), Name, "stored");
        ConsoleTelemetry.CountMessages(refused, kind.ToString(), Name, "dead_lettered");
    }

    /// <summary>Messages are no longer this instance's: their partition was assigned to another one.</summary>
    public void Released(int count)
    {
        lock (sync)
            unacknowledged = Math.Max(0, unacknowledged - count);
    }

    public void Waiting(long count)
    {
        lock (sync)
            waiting = count;
    }

    private static string? Cut(string? why) => why is null ? null : Texts.Cut(why, MaxProblem);

    public BusSourceStatus Read()
    {
        lock (sync)
            return new BusSourceStatus(
                kind,
                Name,
                isConnected,
                lastMessageAt,
                stored,
                deadLettered,
                unacknowledged,
                waiting,
                isConnected && storeProblem is null && limit is not null,
                (isConnected ? null : connectionProblem) ?? storeProblem ?? (isConnected ? limit : null),
                TenantId
            );
    }
}
