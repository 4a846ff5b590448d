namespace TriageConsole.Features.Ingest;

/// <summary>The memory that a request holds. Dispose releases it.</summary>
public sealed class IngestHold(IngestPermits permits, long tenantId) : IDisposable
{
    private long held;

    /// <summary>Sets the number of bytes that the request holds. Returns false, without a change, if the limit does not allow it.</summary>
    public bool TrySet(long bytes)
    {
        if (!permits.TryChange(tenantId, bytes - held))
            return false;
        held = bytes;
        return true;
    }

    /// <exception cref="IngestBusyException">The limit does not allow that many bytes.</exception>
    public void Set(long bytes)
    {
        if (!TrySet(bytes))
            throw new IngestBusyException("The requests in progress hold too much data. Send this one again later.");
    }

    public void Dispose() => TrySet(0);
}
