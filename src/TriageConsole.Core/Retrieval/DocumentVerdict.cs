namespace TriageConsole.Core.Retrieval;

/// <summary>What the data say about a document.</summary>
public enum DocumentVerdict
{
    /// <summary>Too few outcomes with or without it.</summary>
    TooFewData = 0,

    /// <summary>Enough outcomes, and no significant difference.</summary>
    NoDifference = 1,

    /// <summary>Outcomes are significantly better with it.</summary>
    Helps = 2,

    /// <summary>Outcomes are significantly worse with it.</summary>
    Hurts = 3,

    /// <summary>Its last change is long ago, and outcomes are not better with it.</summary>
    Stale = 4,

    /// <summary>It was never cited or clicked, although its ranks made that very unlikely, and outcomes are not better with it.</summary>
    NeverHelps = 5,
}
