namespace TriageConsole.Data.Datasets;

/// <summary>A published version of a dataset. Immutable: the same rows are the same version.</summary>
public sealed class DatasetVersion
{
    public long Id { get; set; }

    public long DatasetId { get; set; }

    /// <summary>Counts the versions of the dataset from 1.</summary>
    public int Number { get; set; }

    /// <summary>SHA-256 over the hashes of all rows; unique in the dataset.</summary>
    public required string Identity { get; set; }

    /// <summary>The version that was rebuilt, or the one before a build; null for the first.</summary>
    public int? ParentNumber { get; set; }

    /// <summary>Whether it was rebuilt from the manifest of the parent, not selected by the policy.</summary>
    public bool IsRebuild { get; set; }

    /// <summary>The policy as canonical JSON.</summary>
    public required string Policy { get; set; }

    /// <summary>The first timestamp of the interactions.</summary>
    public DateTimeOffset FromTime { get; set; }

    /// <summary>The end of the timestamps, excluded.</summary>
    public DateTimeOffset ToTime { get; set; }

    /// <summary>The version of the console that built it.</summary>
    public required string CodeVersion { get; set; }

    public int Rows { get; set; }

    /// <summary>JSON object: the counts of each step of the build and the results of the validation.</summary>
    public required string Report { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; set; }
}
