using TriageConsole.Core.Gates;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>Latency bins as in rollups: from one millisecond, each a quarter of a doubling wide.</summary>
internal static class LatencyBins
{
    private const int Bins = 101;

    private static readonly double[] UpperBounds = [.. Enumerable.Range(0, Bins).Select(bin => Math.Pow(2, bin / 4.0))];

    public static GateResult Gate(
        string name,
        IReadOnlyDictionary<int, long> live,
        IReadOnlyDictionary<int, long> candidate,
        double margin,
        SequentialRule rule
    ) => Guardrail.LatencyP95(name, UpperBounds, Counts(live), Counts(candidate), margin, rule);

    private static long[] Counts(IReadOnlyDictionary<int, long> bins) =>
        [.. Enumerable.Range(0, Bins).Select(bin => bins.GetValueOrDefault(bin))];
}
