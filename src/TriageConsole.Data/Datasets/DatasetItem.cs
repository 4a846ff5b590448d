namespace TriageConsole.Data.Datasets;

/// <summary>
/// A row of the manifest of a version. Messages are read from the interaction and its labels; everything that a later build could decide
/// differently is stored here.
/// </summary>
public sealed class DatasetItem
{
    public long VersionId { get; set; }

    /// <summary>The place in the order of the keys by UTF-16 code units, from 1. Collations of databases differ.</summary>
    public int Place { get; set; }

    /// <summary>The trace id.</summary>
    public required string Key { get; set; }

    public long InteractionId { get; set; }

    public required string TaskKey { get; set; }

    /// <summary>The input hash of the interaction at the time of the build.</summary>
    public string? InputHash { get; set; }

    public required string Split { get; set; }

    public string? Pattern { get; set; }

    public double Weight { get; set; }

    /// <summary>JSON object criterion → agreed answer, without free text.</summary>
    public required string Answers { get; set; }

    /// <summary>The label with the corrected response; null without a correction.</summary>
    public long? CorrectionLabelId { get; set; }

    /// <summary>The criterion of that label with the corrected response.</summary>
    public string? CorrectionCriterion { get; set; }

    /// <summary>Which texts are the preferred and the other response.</summary>
    public ResponseSource Response { get; set; }

    /// <summary>SHA-256 of the canonical JSON of the row.</summary>
    public required string RowHash { get; set; }

    /// <summary>Random text in the hash. Deleted when the person is erased, so that the hash confirms no guess of the text.</summary>
    public string? Salt { get; set; }

    /// <summary>When the person was erased. The row is in no later file.</summary>
    public DateTimeOffset? ErasedAt { get; set; }
}
