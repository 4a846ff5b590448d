namespace TriageConsole.Core.Patterns;

/// <summary>One attribute of all rows.</summary>
/// <param name="Name">Name of the attribute.</param>
/// <param name="Values">Its distinct values.</param>
/// <param name="Codes">One entry per row: the index of its value in <paramref name="Values"/>, or -1 if the row has none.</param>
/// <param name="IsCourse">
/// Whether it describes the course of an interaction (tools called, turns, latency) and not its inputs. Patterns of inputs come first.
/// </param>
public sealed record PatternAttribute(string Name, IReadOnlyList<string> Values, int[] Codes, bool IsCourse = false);

/// <summary>Rows with attributes, and whether each row failed.</summary>
public sealed class PatternData
{
    /// <summary>Uses the columns without a copy.</summary>
    /// <exception cref="ArgumentException">A column has a different number of rows, or a code is not the index of a value.</exception>
    public PatternData(IReadOnlyList<PatternAttribute> attributes, bool[] failed)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Codes.Length != failed.Length)
                throw new ArgumentException(
                    $"{attribute.Name} has {attribute.Codes.Length} rows instead of {failed.Length}.",
                    nameof(attributes)
                );
            if (Array.Exists(attribute.Codes, c => c < -1 || c >= attribute.Values.Count))
                throw new ArgumentException($"A code of {attribute.Name} is not the index of a value.", nameof(attributes));
        }

        (Attributes, Failed) = (attributes, failed);
    }

    public IReadOnlyList<PatternAttribute> Attributes { get; }

    public bool[] Failed { get; }

    public int Rows => Failed.Length;
}

/// <summary>Settings of a pattern search.</summary>
public sealed record PatternSettings
{
    /// <summary>Maximum number of terms of a pattern, 1 to 3.</summary>
    public int MostTerms { get; init; } = 3;

    /// <summary>Minimum number of rows of a pattern. Smaller patterns are not tested.</summary>
    public int LeastRows { get; init; } = 30;

    /// <summary>Maximum number of patterns in the result.</summary>
    public int Most { get; init; } = 20;

    /// <summary>False discovery rate of the reported patterns, among all tested patterns, 0..1.</summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    /// <summary>Significance level for each term of a pattern against the pattern without the term, 0..1.</summary>
    public double LongerLevel { get; init; } = 0.01;

    /// <summary>Weight of the error against the size in the SliceLine score, 0..1.</summary>
    public double SliceLineAlpha { get; init; } = 0.95;
}

/// <summary>One condition of a pattern: attribute = value, both by index.</summary>
public readonly record struct PatternTerm(int Attribute, int Value);

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

/// <summary>The patterns found, and the number of patterns that were tested and that were significant.</summary>
public sealed record PatternFindings(IReadOnlyList<FoundPattern> Patterns, long Tested, long Significant);
