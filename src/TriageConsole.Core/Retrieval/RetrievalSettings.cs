namespace TriageConsole.Core.Retrieval;

/// <summary>The limits of an analysis of retrieved documents.</summary>
public sealed record RetrievalSettings
{
    /// <summary>Minimum number of tasks with outcomes with, and without, a document for a verdict on the difference.</summary>
    public int MinTasks { get; init; } = 30;

    /// <summary>The age of the last change, in days, from which a document is stale.</summary>
    public double StaleDays { get; init; } = 365;

    /// <summary>Whether a lower outcome is better.</summary>
    public bool LowerIsBetter { get; init; }

    /// <summary>Expected share of documents without a difference among those that are said to have one.</summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    /// <summary>
    /// The number of citations and clicks that a document must be expected to have before none of them means something: with 3 expected,
    /// the probability of none is 5 %. Source: J. A. Hanley and A. Lippman-Hand, "If nothing goes wrong, is everything all right?", 1983.
    /// </summary>
    public double MinExpectedUses { get; init; } = 3;

    /// <summary>Maximum number of documents; the first ones that answers name are analysed.</summary>
    public int MaxDocuments { get; init; } = 10_000;
}
