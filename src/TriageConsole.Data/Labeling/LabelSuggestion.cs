namespace TriageConsole.Data.Labeling;

/// <summary>An answer that was suggested in the form from which a label was submitted.</summary>
public sealed class LabelSuggestion
{
    public long LabelId { get; set; }

    public required string Criterion { get; set; }

    /// <summary>The suggested answer, in the form of <see cref="LabelAnswer.Value"/>.</summary>
    public required string Value { get; set; }

    public SuggestionSource Source { get; set; }

    /// <summary>The submitted answer is the suggested one.</summary>
    public bool IsAccepted { get; set; }
}
