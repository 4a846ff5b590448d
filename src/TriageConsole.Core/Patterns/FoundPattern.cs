namespace TriageConsole.Core.Patterns;

/// <summary>A pattern in which failures concentrate.</summary>
/// <param name="Terms">Its terms, ordered by attribute.</param>
/// <param name="Rows">Number of rows in the pattern.</param>
/// <param name="Failures">Number of these rows that failed.</param>
/// <param name="Rate">Failure rate in the pattern, 0..1.</param>
/// <param name="RestRate">Failure rate of all other rows, 0..1.</param>
/// <param name="RateLow">Lower bound of the 95 % Wilson interval of the rate.</param>
/// <param name="RateHigh">Upper bound of the interval.</param>
/// <param name="P">Probability of at least this many failures by chance: exact, one-sided (hypergeometric).</param>
/// <param name="Score">
/// Log-likelihood ratio (G²/2) of two rates against one common rate. It combines effect and size, and is largest for the pattern itself
/// and not for a part or a superset of it.
/// </param>
/// <param name="SliceLineScore">The SliceLine score (S. Sagadeeva and M. Boehm 2021).</param>
public sealed record FoundPattern(
    IReadOnlyList<PatternTerm> Terms,
    long Rows,
    long Failures,
    double Rate,
    double RestRate,
    double RateLow,
    double RateHigh,
    double P,
    double Score,
    double SliceLineScore
);
