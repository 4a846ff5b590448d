namespace TriageConsole.Core.Agreement;

/// <summary>How much a disagreement between two ordered categories counts.</summary>
public enum KappaWeights
{
    /// <summary>Any disagreement alike.</summary>
    None,

    /// <summary>By the distance of the categories' places.</summary>
    Linear,

    /// <summary>By the square of that distance.</summary>
    Quadratic,
}
