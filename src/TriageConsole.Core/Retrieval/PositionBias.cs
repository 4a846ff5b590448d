namespace TriageConsole.Core.Retrieval;

/// <summary>How likely a document is looked at, by its rank.</summary>
/// <param name="Propensities">
/// By rank from 1: the probability relative to the rank with the highest one, clipped from below at <see cref="MinPropensity"/>. Null where
/// the data do not connect the rank to the first. Empty if there is no estimate.
/// </param>
/// <param name="Shown">Number of documents shown.</param>
/// <param name="Chosen">Number of those that were chosen.</param>
/// <param name="Problem">Why there is no estimate; null if there is one.</param>
public sealed record PositionBias(IReadOnlyList<double?> Propensities, long Shown, long Chosen, string? Problem = null)
{
    /// <summary>
    /// The clip: no weight is above 10. Clipping trades a little bias for much less variance. Source: T. Joachims, A. Swaminathan and
    /// T. Schnabel, "Unbiased learning-to-rank with biased feedback", WSDM 2017, section 7.
    /// </summary>
    public const double MinPropensity = 0.1;

    /// <summary>The propensity of a rank; null if it is not known.</summary>
    /// <param name="position">The rank, from 1.</param>
    public double? PropensityAt(int position) => position >= 1 && position <= Propensities.Count ? Propensities[position - 1] : null;

    /// <summary>
    /// The weight 1/propensity of a document that was chosen at a rank: a choice at a rank that few look at stands for many that were not
    /// made. Null if the propensity is not known. Source: Joachims, Swaminathan and Schnabel 2017, equation (5).
    /// </summary>
    /// <param name="position">The rank, from 1.</param>
    public double? WeightAt(int position) => 1 / PropensityAt(position);
}
