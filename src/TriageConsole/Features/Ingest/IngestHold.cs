namespace TriageConsole.Features.Ingest;

/// <summary>The memory that a request holds; given back when disposed.</summary>
public sealed class IngestHold(IngestPermits permits, long tenantId) : IDisposable
{
    private long held;

    /// <summary>Says how much is held now; false where so much is not to be had, and nothing changes.</summary>
    public bool TrySet(long bytes)
    {
        if (!permits.TryChange(tenantId, bytes - held))
            return false;
        held = bytes;
        return true;
    }

    /// <exception cref="IngestBusyException">So much is not to be had.</exception>
    public void Set(long bytes)
    {
        if (!TrySet(bytes))
            throw new IngestBusyException("Too much is being sent at once.");
    }

    public void Dispose() => TrySet(0);
}
