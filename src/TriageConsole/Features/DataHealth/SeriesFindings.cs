using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Core.Drift;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>Level changes of outcomes and negative feedback, and signals that no longer predict the outcome.</summary>
internal sealed class SeriesFindings(WorkflowSeries series, Func<string, bool> lowerIsBetter)
{
    /// <summary>Probability of a false finding in a workflow without change, over all series, 0..1.</summary>
    private const double FalseAlarms = 0.001;

    /// <summary>The smallest change that counts, in standard deviations of single interactions, and the level of an alert.</summary>
    private const double SomeChange = 0.1;
    private const double MuchChange = 0.2;

    private const long MinOfVersion = 200;
    private const double SignalLevel = 0.01;
    private const int MinDays = 4;
    private static readonly TimeSpan Current = TimeSpan.FromDays(28);

    private sealed record Line(
        FindingKind Kind,
        string Subject,
        string Words,
        bool LowerIsBetter,
        IReadOnlyList<(DateTimeOffset Start, OutcomeSums Sums)> Steps
    )
    {
        public OutcomeSums All => Steps.Aggregate(default(OutcomeSums), (a, s) => a + s.Sums);
    }

    public IEnumerable<Noticed> Find() => [.. Changes(), .. Proxies()];

    private IEnumerable<Noticed> Changes()
    {
        var lines = OutcomeLines()
            .Append(
                new Line(
                    FindingKind.ErrorRateShift,
                    "all",
                    "The share with negative feedback",
                    true,
                    Summed(series.Steps, s => new OutcomeSums(s.Events, s.Negatives, s.Negatives))
                )
            )
            .ToList();
        return lines.Select(line => Change(line, FalseAlarms / lines.Count)).OfType<Noticed>();
    }

    /// <summary>One series per metric, and one per version if several versions have the metric.</summary>
    private IEnumerable<Line> OutcomeLines()
    {
        var metrics = series
            .Steps.Where(s => s.Metric is not null && s.Outcomes.Count > 0)
            .GroupBy(s => s.Metric!)
            .OrderByDescending(g => g.Sum(s => s.Outcomes.Count))
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .ToList();
        foreach (var metric in metrics)
        {
            Line Of(string subject, IEnumerable<SeriesStep> steps) =>
                new(
                    FindingKind.OutcomeShift,
                    metrics.Count == 1 ? subject : $"{metric.Key}: {subject}",
                    subject == "all" ? $"Mean {metric.Key}" : $"Mean {metric.Key} of {subject}",
                    lowerIsBetter(metric.Key),
                    Summed(steps, s => s.Outcomes)
                );
            yield return Of("all", metric);
            var versions = metric.GroupBy(s => s.Version).OrderBy(v => v.Key, StringComparer.Ordinal).ToList();
            if (versions.Count < 2)
                continue;
            foreach (var version in versions.Where(v => v.Sum(s => s.Outcomes.Count) >= MinOfVersion))
                yield return Of(version.Key, version);
        }
    }

    private static List<(DateTimeOffset, OutcomeSums)> Summed(IEnumerable<SeriesStep> steps, Func<SeriesStep, OutcomeSums> sums) =>
        [.. steps.GroupBy(s => s.Start).OrderBy(g => g.Key).Select(g => (g.Key, g.Aggregate(default(OutcomeSums), (a, s) => a + sums(s))))];

    private Noticed? Change(Line line, double level)
    {
        if (line.Steps.Count < 2 || ChangePoints.Find([.. line.Steps.Select(s => s.Sums)], level) is not [.., var last])
            return null;
        var start = line.Steps[last.Index].Start;
        if (start < line.Steps[^1].Start - Current)
            return null;
        var change = Math.Abs(last.After - last.Before) / Math.Sqrt(line.All.Variance ?? double.PositiveInfinity);
        if (change < SomeChange)
            return null;
        var worse = last.After > last.Before == line.LowerIsBetter;
        // Feedback on the latest steps may still arrive, so few complaints are not an improvement yet.
        if (!worse && line.Kind == FindingKind.ErrorRateShift && last.Index >= line.Steps.Count - 2)
            return null;
        Func<double, string> words = line.All.IsYesNo ? Figures.Rate : Figures.Number;
        return new Noticed(
            line.Kind,
            line.Subject,
            worse && change >= MuchChange ? FindingLevel.Alert : FindingLevel.Notice,
            $"{line.Words} went from {words(last.Before)} to {words(last.After)}, which is "
                + $"{(worse ? "worse" : "better")}"
                + $"{(line is { LowerIsBetter: true, Kind: FindingKind.OutcomeShift } ? " (lower is better)" : "")}; "
                + $"{(last.P < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {last.P:0.###}"))}.",
            start
        );
    }

    private IEnumerable<Noticed> Proxies()
    {
        var days = series.Days.Select(d => d.Start).Distinct().Order().ToList();
        if (days.Count < MinDays)
            yield break;
        var cut = days[days.Count - Math.Max(1, days.Count / 4)];
        var signals = series
            .Signals.Where(s => s.Signal is not null)
            .GroupBy(s => (s.Metric, Signal: s.Signal!))
            .OrderBy(g => g.Key.Metric, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Signal, StringComparer.Ordinal)
            .ToList();
        var metrics = signals.Select(s => s.Key.Metric).Distinct().Count();
        foreach (var signal in signals)
        {
            SignalPower Power(bool recent)
            {
                var with = signal.Where(s => s.Start >= cut == recent).Aggregate(default(OutcomeSums), (a, s) => a + s.Outcomes);
                var all = series
                    .Signals.Where(s => s.Signal is null && s.Metric == signal.Key.Metric && s.Start >= cut == recent)
                    .Aggregate(default(OutcomeSums), (a, s) => a + s.Outcomes);
                return LeadingSignal.Power(
                    with,
                    new OutcomeSums(all.Count - with.Count, all.Sum - with.Sum, all.SumOfSquares - with.SumOfSquares)
                );
            }

            var compared = LeadingSignal.Compare(Power(false), Power(true));
            if (
                compared.Trend is not (SignalTrend.StoppedPredicting or SignalTrend.Turned)
                || Chance(compared) > SignalLevel / signals.Count
            )
                continue;
            yield return new Noticed(
                FindingKind.ProxyLost,
                metrics == 1 ? signal.Key.Signal : $"{signal.Key.Metric}: {signal.Key.Signal}",
                compared.Trend == SignalTrend.Turned ? FindingLevel.Alert : FindingLevel.Notice,
                $"{signal.Key.Signal} and {signal.Key.Metric}: {compared.Explanation}",
                cut
            );
        }
    }

    /// <summary>
    /// One-sided test for the difference of two correlations (Fisher's z). With many signals a limit for the correlation alone is not
    /// enough.
    /// </summary>
    private static double Chance(SignalComparison compared)
    {
        var (before, now) = (Z(compared.Reference), Z(compared.Recent));
        return PatternStatistics.UpperTail(
            Math.Sign(before) * (before - now) / Math.Sqrt((1.0 / (compared.Reference.Count - 3)) + (1.0 / (compared.Recent.Count - 3)))
        );
    }

    private static double Z(SignalPower power) => Math.Atanh(Math.Clamp(power.Correlation ?? 0, -0.999999, 0.999999));
}
