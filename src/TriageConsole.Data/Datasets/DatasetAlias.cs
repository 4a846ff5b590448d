using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Datasets;

/// <summary>A name for a version, such as production. It can be moved to another version; versions never change.</summary>
public sealed class DatasetAlias : IVersioned
{
    public long DatasetId { get; set; }

    public required string Name { get; set; }

    public int Number { get; set; }

    public DateTimeOffset MovedAt { get; set; }

    public required string MovedBy { get; set; }

    public int RowVersion { get; set; }
}
