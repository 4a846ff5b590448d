namespace TriageConsole.Data.Labeling;

public sealed class LabelAnswer
{
    public long LabelId { get; set; }

    public required string Criterion { get; set; }

    /// <summary>The answer as text; a JSON array for multiple choice and text spans.</summary>
    public required string Value { get; set; }

    /// <summary>The same as a number, for numbers and ordinal scales.</summary>
    public double? NumericValue { get; set; }
}
