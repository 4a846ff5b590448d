namespace TriageConsole.Features.Ingest.Log;

/// <summary>The state of the event log of some tenants.</summary>
/// <param name="Store">Where segments are stored.</param>
/// <param name="IsFull">Whether ingest answers 503 because too many bytes of all tenants wait for the store.</param>
/// <param name="WaitingBatches">Committed batches that are not stored yet.</param>
/// <param name="WaitingBytes">Their size.</param>
/// <param name="OldestWaiting">When the oldest of them was received; null if there are none.</param>
/// <param name="LastSegment">When the latest segment was stored; null if there is none.</param>
/// <param name="Segments">Segments of the current hour and the 24 before it.</param>
/// <param name="Lines">Their lines.</param>
/// <param name="Bytes">Their size as stored.</param>
public sealed record EventLogState(
    EventLogStore Store,
    bool IsFull,
    int WaitingBatches,
    long WaitingBytes,
    DateTimeOffset? OldestWaiting,
    DateTimeOffset? LastSegment,
    int Segments,
    long Lines,
    long Bytes
);
