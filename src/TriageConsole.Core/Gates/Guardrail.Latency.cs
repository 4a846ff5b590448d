using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Gates;

public static partial class Guardrail
{
    /// <summary>Share of answers that may be slower than p95.</summary>
    public const double Tail = 0.05;

    /// <summary>
    /// Latency p95 from histograms: live's p95, raised by the margin and up to the next bin's end, is the time that at most 5 % of the candidate's
    /// answers may take longer than. Live's p95 is an estimate as well: it counts as a share of 5 % of live's answers would. The value is the
    /// candidate's share above the time, 0..1, held against <see cref="Tail"/>.
    /// </summary>
    /// <param name="name">What is guarded.</param>
    /// <param name="upperBounds">Ends of the bins in milliseconds, rising; the last bin is taken to be open, whatever its end.</param>
    /// <param name="live">Answers of the live arm in each bin.</param>
    /// <param name="candidate">Those of the candidate's.</param>
    /// <param name="margin">Highest rise that is borne, 0.2 for a fifth.</param>
    /// <param name="rule">How much evidence.</param>
    /// <exception cref="ArgumentException">Bins that do not rise, or counts that are not theirs.</exception>
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
        // The last bin's end says nothing of what lies beyond it.
        var bin = Enumerable.Range(0, upperBounds.Count - 1).FirstOrDefault(b => upperBounds[b] >= p95 * (1 + margin) * (1 - 1e-12), -1);
        if (bin < 0)
            return new GateResult(
                GateKind.Guardrail,
                name,
                GateAnswer.NotEnoughEvidence,
                "Live's p95 with its margin lies in the last bin: nothing can be seen above it.",
                Threshold: Tail,
                Units: n + m
            );
        var slow = candidate.Skip(bin + 1).Sum();
        var share = (double)slow / m;
        var cautious = (slow + 1.0) / (m + 2);
        var error = Math.Sqrt((Math.Max(cautious * (1 - cautious), Tail * (1 - Tail)) / m) + (Tail * (1 - Tail) / n));
        var harm = ConfidenceSequence.Of(share, error, n + m, rule.Alpha, rule.Tuning);
        var answer = Answer(harm, Tail, Math.Min(n, m), rule);
        var more = answer == GateAnswer.NotEnoughEvidence ? MoreUnits(harm, Tail, n, m, rule) : null;
        var word = answer switch
        {
            GateAnswer.Pass => "Not slower beyond the margin",
            GateAnswer.Fail => "Slower beyond the margin",
            _ => "Not clear yet",
        };
        var text =
            $"{word}: live's p95 is {GateText.Number(p95)} ms, {GateText.Number(upperBounds[bin])} ms with the margin of {GateText.Percent(margin)}; "
            + $"{GateText.Percent(share)} of the candidate's answers took longer ({GateText.Level(rule.Alpha)} bounds {GateText.Percent(Math.Max(0, harm.LowOneSided!.Value))} and {GateText.Percent(Math.Min(1, harm.HighOneSided!.Value))}), 5 % may.{GateText.More(answer, more, rule)}";
        return new GateResult(
            GateKind.Guardrail,
            name,
            answer,
            text,
            share,
            Math.Max(0, harm.LowOneSided.Value),
            Math.Min(1, harm.HighOneSided.Value),
            Tail,
            n + m,
            more,
            rule.DaysFor(more)
        );
    }

    /// <summary>The time under which the share lies, taken to be even inside a bin; infinite in an endless last one.</summary>
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
            throw new ArgumentException("Bins do not rise, or the counts are not theirs.");
    }
}
