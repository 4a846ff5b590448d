namespace TriageConsole.Core.Patterns;

/// <summary>One attribute of all rows.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Values">Its values; a row refers to them by index.</param>
/// <param name="Codes">A row each: the index of its value, or -1 where the row has none.</param>
/// <param name="IsCourse">Whether it describes the course an interaction took (tools called, turns, latency) rather than what was given before: the second explains first.</param>
public sealed record PatternAttribute(string Name, IReadOnlyList<string> Values, int[] Codes, bool IsCourse = false);

/// <summary>Rows with attributes and whether each failed.</summary>
public sealed class PatternData
{
    /// <summary>Takes the columns as they are.</summary>
    /// <exception cref="ArgumentException">A column has another length, or a code is none of its values.</exception>
    public PatternData(IReadOnlyList<PatternAttribute> attributes, bool[] failed)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Codes.Length != failed.Length)
                throw new ArgumentException($"{attribute.Name} has {attribute.Codes.Length} rows of {failed.Length}.", nameof(attributes));
            if (Array.Exists(attribute.Codes, c => c < -1 || c >= attribute.Values.Count))
                throw new ArgumentException($"A code of {attribute.Name} is none of its values.", nameof(attributes));
        }

        (Attributes, Failed) = (attributes, failed);
    }

    public IReadOnlyList<PatternAttribute> Attributes { get; }

    public bool[] Failed { get; }

    public int Rows => Failed.Length;
}

/// <summary>What to look for.</summary>
public sealed record PatternSettings
{
    /// <summary>Most terms of a pattern, 1 to 3.</summary>
    public int MostTerms { get; init; } = 3;

    /// <summary>Fewest rows of a pattern; smaller ones are not tested and not found.</summary>
    public int LeastRows { get; init; } = 30;

    /// <summary>Most patterns reported.</summary>
    public int Most { get; init; } = 20;

    /// <summary>False discovery rate of the patterns reported, among all tested, 0..1.</summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    /// <summary>What a pattern has over each shorter one must be this improbable by chance, 0..1.</summary>
    public double LongerLevel { get; init; } = 0.01;

    /// <summary>SliceLine's weight of the error against the size, 0..1.</summary>
    public double SliceLineAlpha { get; init; } = 0.95;
}

/// <summary>attribute = value.</summary>
public readonly record struct PatternTerm(int Attribute, int Value);

/// <summary>A pattern in which failures concentrate.</summary>
/// <param name="Terms">Its terms, by attribute.</param>
/// <param name="Rows">Rows it holds.</param>
/// <param name="Failures">Of those, failed.</param>
/// <param name="Rate">Failure rate in it.</param>
/// <param name="RestRate">Failure rate of all other rows.</param>
/// <param name="RateLow">Lower end of the rate's 95 % Wilson interval.</param>
/// <param name="RateHigh">Upper end.</param>
/// <param name="P">Probability of so many failures by chance: exact, one-sided (hypergeometric).</param>
/// <param name="Score">Log-likelihood ratio (G²/2) of two rates against one: effect and size in one figure, largest for the pattern itself rather than a part or a superset of it.</param>
/// <param name="SliceLineScore">The score of SliceLine (Sagadeeva and Boehm 2021).</param>
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

/// <summary>What was found, and how many patterns were tested for it.</summary>
public sealed record PatternFindings(IReadOnlyList<FoundPattern> Patterns, long Tested, long Significant);
