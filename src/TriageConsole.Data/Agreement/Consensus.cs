namespace TriageConsole.Data.Agreement;

/// <summary>The result of the last consensus fit of a question.</summary>
public sealed class ConsensusFit
{
    public long CriterionId { get; set; }

    /// <summary>The <see cref="AgreementCriterion.Changes"/> of the criterion at the time of the fit.</summary>
    public long Changes { get; set; }

    public DateTimeOffset FittedAt { get; set; }

    public int Milliseconds { get; set; }

    public long Items { get; set; }

    public long Labels { get; set; }

    public int Iterations { get; set; }

    public double LogLikelihood { get; set; }

    /// <summary>JSON array of value ids: the categories in the order of all matrices.</summary>
    public required string Categories { get; set; }

    /// <summary>JSON array with the share of each category.</summary>
    public required string Priors { get; set; }
}
