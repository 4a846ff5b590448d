namespace TriageConsole.Features.Ingest;

/// <summary>
/// A step of a later feature in the transaction of a batch. Stages run in the order of their registration: scoring, sampling, comparison of
/// releases, rollups. Ingest calls them only through this interface.
/// </summary>
public interface IIngestStage
{
    /// <summary>
    /// Reads its data and changes <paramref name="unit"/> in memory. It adds what it stores as a write, because the new interactions and
    /// their signals are not in the database yet.
    /// </summary>
    Task ApplyAsync(IngestUnit unit, CancellationToken cancellationToken);
}
