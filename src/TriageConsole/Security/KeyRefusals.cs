using System.Collections.Concurrent;
using TriageConsole.Telemetry;

namespace TriageConsole.Security;

/// <summary>Counts the refused requests of each key until they are stored. Only keys that were verified are counted.</summary>
internal sealed class KeyRefusals
{
    /// <summary>The key exceeded its own limit.</summary>
    public const string Rate = "rate";

    /// <summary>The server or the tenant is at its limit.</summary>
    public const string Busy = "busy";

    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    public void Add(string keyId, string reason)
    {
        counts.AddOrUpdate(keyId, 1, (_, n) => n + 1);
        ConsoleTelemetry.CountRefused(keyId, reason);
    }

    /// <summary>Returns the counts since the last call.</summary>
    public IReadOnlyDictionary<string, long> Take()
    {
        var taken = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var key in counts.Keys)
            if (counts.TryRemove(key, out var count))
                taken[key] = count;
        return taken;
    }

    /// <summary>Adds counts that could not be stored, for the next attempt.</summary>
    public void PutBack(IReadOnlyDictionary<string, long> taken)
    {
        foreach (var (key, count) in taken)
            counts.AddOrUpdate(key, count, (_, n) => n + count);
    }
}
