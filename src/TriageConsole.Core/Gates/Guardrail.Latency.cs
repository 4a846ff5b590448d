using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Gates;

public static partial class Guardrail
{
    /// <summary>Share of responses that can be slower than p95.</summary>
    public const double Tail = 0.05;

    /// <summary>
    /// Latency p95 from histograms. The limit is the p95 of live, raised by the margin and rounded up to the next bin bound. At most 5 % of
    /// the candidate's responses can be slower than this limit. The p95 of live is an estimate too: its uncertainty is that of a share of 5
    /// % of live's responses. The value is the share of the candidate's responses above the limit, 0..1, compared with <see cref="Tail"/>.
    /// </summary>
    /// <param name="name">Display name of the guardrail.</param>
    /// <param name="upperBounds">Upper bounds of the bins in milliseconds, ascending. The last bin counts as unbounded.</param>
    /// <param name="live">Responses of the live arm in each bin.</param>
    /// <param name="candidate">Responses of the candidate arm in each bin.</param>
    /// <param name="margin">Maximum tolerated increase, 0.2 for 20 %.</param>
    /// <param name="rule">The required evidence.</param>
    /// <exception cref="ArgumentException">The bounds do not ascend, or the counts do not match the bins.</exception>
    public static GateResult LatencyP95(
        string name,
        IReadOnlyList<double> upperBounds,
        IReadOnlyList<long> live,
        IReadOnlyList<long> candidate,
        double margin,
        SequentialRule rule
    )
    {
        Check(upperBounds, live, candidate);
        var (n, m) = (live.Sum(), candidate.Sum());
        if (n == 0 || m == 0)
            return NoData(name, new OutcomeSums(n, 0, 0), new OutcomeSums(m, 0, 0));
        var p95 = Quantile(upperBounds, live, 1 - Tail);
        // The upper bound of the last bin says nothing about the values beyond it.
        var bin = Enumerable.Range(0, upperBounds.Count - 1).FirstOrDefault(b => upperBounds[b] >= p95 * (1 + margin) * (1 - 1e-12), -1);
        if (bin < 0)
            return new GateResult(
                GateKind.Guardrail,
                name,
                GateAnswer.NotEnoughEvidence,
                "The p95 of live plus the margin is in the last bin, so slower responses cannot be seen.",
                Threshold: Tail,
                Units: n + m,
                Unit: GateUnit.Share
            );
        var slow = candidate.Skip(bin + 1).Sum();
        var share = (double)slow / m;
        var cautious = (slow + 1.0) / (m + 2);
        var error = Math.Sqrt((Math.Max(cautious * (1 - cautious), Tail * (1 - Tail)) / m) + (Tail * (1 - Tail) / n));
        var excess = ConfidenceSequence.Of(share, error, n + m, rule.Alpha, rule.Tuning);
        var answer = Answer(excess, Tail, Math.Min(n, m), rule);
        var more = answer == GateAnswer.NotEnoughEvidence ? MoreUnits(excess, Tail, n, m, rule) : null;
        var word = answer switch
        {
            GateAnswer.Pass => "Not slower beyond the margin",
            GateAnswer.Fail => "Slower beyond the margin",
            _ => "Not decisive",
        };
        var (low, high) = (Math.Max(0, excess.LowOneSided!.Value), Math.Min(1, excess.HighOneSided!.Value));
        var text =
            $"{word}: live p95 is {GateText.Number(p95)} ms, {GateText.Number(upperBounds[bin])} ms with the margin of "
            + $"{GateText.Percent(margin)}; {GateText.Percent(share)} of the candidate's responses took longer "
            + $"({GateText.Level(rule.Alpha)} bounds {GateText.Percent(low)} and {GateText.Percent(high)}), at most 5 % are allowed."
            + GateText.More(answer, more, rule);
        var days = rule.DaysFor(more);
        return new GateResult(GateKind.Guardrail, name, answer, text, share, low, high, Tail, n + m, more, days, GateUnit.Share);
    }

    /// <summary>The latency below which the share lies, interpolated linearly inside a bin; infinite in an unbounded last bin.</summary>
    private static double Quantile(IReadOnlyList<double> upperBounds, IReadOnlyList<long> counts, double share)
    {
        var (wanted, below) = (share * counts.Sum(), 0L);
        for (var bin = 0; ; bin++)
        {
            if (counts[bin] > 0 && (below + counts[bin] >= wanted || bin == counts.Count - 1))
            {
                var lower = bin == 0 ? 0 : upperBounds[bin - 1];
                return lower + ((upperBounds[bin] - lower) * (wanted - below) / counts[bin]);
            }

            below += counts[bin];
        }
    }

    private static void Check(IReadOnlyList<double> upperBounds, IReadOnlyList<long> live, IReadOnlyList<long> candidate)
    {
        var rising = upperBounds.Count > 0 && upperBounds.Zip(upperBounds.Skip(1)).All(b => b.First < b.Second);
        if (!rising || live.Count != upperBounds.Count || candidate.Count != upperBounds.Count || live.Concat(candidate).Any(c => c < 0))
            throw new ArgumentException("The bounds do not ascend, or the counts do not match the bins.");
    }
}
