namespace TriageConsole.Features.Ingest;

/// <summary>
/// What a later feature does with a batch of events, within the batch's transaction. Stages run in the order in which they are registered:
/// scoring, sampling, comparisons of releases, rollups. Ingest calls them through this interface and knows none of them.
/// </summary>
public interface IIngestStage
{
    /// <summary>
    /// Reads what it needs and changes <paramref name="unit"/> in memory. What it stores it hands over as a write: neither the new
    /// interactions nor their signals are in the database yet.
    /// </summary>
    Task ApplyAsync(IngestUnit unit, CancellationToken cancellationToken);
}
