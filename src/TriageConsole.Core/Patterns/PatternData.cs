namespace TriageConsole.Core.Patterns;

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
