namespace TriageConsole.Core.Datasets;

/// <summary>
/// One item of a dataset. Its hash covers all properties, so equal hashes mean equal rows. Records compare lists by reference; compare rows
/// by <see cref="RowHash"/>.
/// </summary>
public sealed record DatasetRow
{
    /// <summary>Identifies the item in the dataset, such as the trace id.</summary>
    public required string Key { get; init; }

    /// <summary>The task that the item belongs to. A task is never in two splits.</summary>
    public required string TaskKey { get; init; }

    /// <summary>The messages and answers.</summary>
    public required DatasetContent Content { get; init; }

    /// <summary>SHA-256 of the input as in events, hexadecimal; null if it is not known.</summary>
    public string? InputHash { get; init; }

    /// <summary>Sample weight: a finite number, 0 or more. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Weight
    {
        get;
        init =>
            field =
                double.IsFinite(value) && value >= 0
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(value), value, "A weight is a finite number, 0 or more.");
    } = 1;

    /// <summary>The labels that the row was made from; the order has no meaning.</summary>
    public IReadOnlyList<LabelRevision> Labels { get; init; } = [];

    /// <summary>Name of the split; null if the dataset has no splits.</summary>
    public string? Split { get; init; }

    /// <summary>The error pattern of the item; null if it has none.</summary>
    public string? Pattern { get; init; }

    /// <summary>
    /// Random text that is stored with the item and deleted with it; null if there is none. It is part of the hash, but not of the files.
    /// Without it, a manifest that is kept after an erasure would confirm a guess of the erased text.
    /// </summary>
    public string? Salt { get; init; }

    /// <summary>The canonical JSON that is hashed (RFC 8785), in UTF-8. Properties without a value are left out.</summary>
    /// <exception cref="FormatException">A text has half a surrogate pair.</exception>
    public byte[] ToCanonicalJson()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        RowJson.WriteCanonical(this, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The id of the newest label; 0 without labels.</summary>
    internal long NewestLabel => Labels.Count == 0 ? 0 : Labels.Max(l => l.LabelId);
}
