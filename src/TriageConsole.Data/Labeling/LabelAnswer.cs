namespace TriageConsole.Data.Labeling;

public sealed class LabelAnswer
{
    public long LabelId { get; set; }

    public required string Criterion { get; set; }

    /// <summary>The answer as text; JSON array for many-of and spans.</summary>
    public required string Value { get; set; }

    /// <summary>The same as a number for numbers and ordinal scales.</summary>
    public double? NumericValue { get; set; }
}
