namespace TriageConsole.Data.Agreement;

/// <summary>The quality of a labeler's answers to one question, by the consensus.</summary>
public sealed class LabelerQuality
{
    public long CriterionId { get; set; }

    public long LabelerId { get; set; }

    /// <summary>The number of labels on interactions that others labeled too.</summary>
    public int Labels { get; set; }

    /// <summary>The expected number of correct labels among them, by the consensus.</summary>
    public double ExpectedRight { get; set; }

    /// <summary>JSON array of rows (confusion matrix): the probability of each answer if the category of the row is true.</summary>
    public required string Confusion { get; set; }
}
