namespace TriageConsole.Core.Agreement;

/// <summary>The weight of a disagreement between two ordered categories.</summary>
public enum KappaWeights
{
    /// <summary>All disagreements have the same weight.</summary>
    None,

    /// <summary>The distance of the categories' positions.</summary>
    Linear,

    /// <summary>The square of that distance.</summary>
    Quadratic,
}
