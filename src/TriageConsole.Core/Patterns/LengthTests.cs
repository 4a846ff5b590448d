namespace TriageConsole.Core.Patterns;

/// <summary>
/// Counts the tests per pattern length. A search makes about a hundred times more tests of three terms than of one. To keep short patterns
/// detectable, each length gets an equal part of the false discovery rate: p is divided by a weight, and the weights average one over all
/// tests. C. Genovese, K. Roeder and L. Wasserman, "False discovery control with p-value weighting", 2006.
/// </summary>
internal sealed class LengthTests
{
    private readonly long[] counts = new long[4];

    public long All => counts.Sum();

    public void Count(int length) => Interlocked.Increment(ref counts[length]);

    public double Weighed(double p, int length) => p * counts[length] * counts.Count(c => c > 0) / All;
}
