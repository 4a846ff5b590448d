namespace TriageConsole.Data.Datasets;

/// <summary>A label that a row was made from. A revision is a label of its own.</summary>
public sealed class DatasetItemLabel
{
    public long VersionId { get; set; }

    public int Place { get; set; }

    public long LabelId { get; set; }

    public int Revision { get; set; }
}
