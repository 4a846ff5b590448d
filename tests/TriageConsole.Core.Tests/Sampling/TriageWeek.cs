using TriageConsole.Core.Patterns;
using TriageConsole.Core.Sampling;

namespace TriageConsole.Core.Tests.Sampling;

/// <summary>
/// A week of traffic with known truth: failures correlate with suspicion scores, and patterns of different value are planted.
/// </summary>
internal sealed class TriageWeek
{
    public const int Items = 5000;
    private const double Threshold = 0.3;

    /// <summary>Share of the traffic, failure rate, and cost of a failure. The last entry is the traffic outside patterns.</summary>
    private static readonly (double Share, double Rate, double Cost)[] Planted =
    [
        (0.03, 0.6, 40),
        (0.05, 0.4, 12),
        (0.06, 0.5, 2),
        (0.86, 0.07, 4),
    ];

    private readonly int[] pattern = new int[Items];

    public TriageWeek(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Items; i++)
        {
            pattern[i] = Pick(random.NextDouble());
            Failed[i] = random.NextDouble() < Planted[pattern[i]].Rate;
            // Users give negative feedback on most failures and on some good responses; many give none.
            var noticed = random.NextDouble() < (Failed[i] ? 0.75 : 0.12);
            Suspicion[i] = noticed
                ? Threshold + ((1 - Threshold) * Math.Pow(random.NextDouble(), Failed[i] ? 0.8 : 1.6))
                : Threshold * random.NextDouble();
        }

        var impacts = Enumerable.Range(0, Planted.Length).Select(Impact).ToArray();
        Priority =
        [
            .. Enumerable
                .Range(0, Items)
                .Select(i => Suspicion[i] < Threshold ? 0 : new ItemPriority(Suspicion[i], 1, impacts[pattern[i]] + 100).Value),
        ];
        Truth = Failed.Count(f => f) / (double)Items;
        MeanSuspicion = Suspicion.Average();
        SuspicionVariance = Suspicion.Sum(s => (s - MeanSuspicion) * (s - MeanSuspicion)) / Items;
    }

    public bool[] Failed { get; } = new bool[Items];

    public double[] Suspicion { get; } = new double[Items];

    public double[] Priority { get; }

    public double Truth { get; }

    public double MeanSuspicion { get; }

    public double SuspicionVariance { get; }

    /// <summary>The value that labeling the item recovers: the cost of its pattern if it failed.</summary>
    public double Recovered(int item) => Failed[item] ? Planted[pattern[item]].Cost : 0;

    /// <summary>The audit sample and the priority sample of the week.</summary>
    public TriageLabels Draw(double audit, int byPriority, int seed)
    {
        var audited = AuditSample.Draw(Items, audit, seed);
        var inAudit = audited.ToHashSet();
        var prioritized = PrioritySample.DrawRound([.. Priority.Select((p, i) => inAudit.Contains(i) ? 0 : p)], byPriority, seed);
        var labels = prioritized.Items.Select(d => Label(d.Item, PrioritySampleResult.CombinedProbability(audit, d.Inclusion)));
        return new TriageLabels(
            [
                .. labels,
                .. audited.Select(i => Label(i, PrioritySampleResult.CombinedProbability(audit, prioritized.InclusionOf(Priority[i])))),
            ],
            [.. audited.Select(i => (Failed[i] ? 1d : 0, Suspicion[i]))],
            prioritized.Items.Average(d => Failed[d.Item] ? 1d : 0)
        );
    }

    private static int Pick(double u)
    {
        var p = 0;
        for (; p < Planted.Length - 1 && u >= Planted[p].Share; p++)
            u -= Planted[p].Share;
        return p;
    }

    /// <summary>The weekly impact of a pattern as the console would have computed it from earlier outcomes.</summary>
    private static double Impact(int p)
    {
        var (share, rate, cost) = Planted[p];
        var rest = Planted.Where((_, q) => q != p).Sum(x => x.Share * x.Rate) / (1 - share);
        return PatternImpact.Of(new PatternOutcomes(400, 400 * rate, 4000, 4000 * rest, true, share * Items, cost)).Impact!.Value;
    }

    private PredictedObservation Label(int item, double inclusion) => new(Failed[item] ? 1 : 0, Suspicion[item], inclusion);
}
