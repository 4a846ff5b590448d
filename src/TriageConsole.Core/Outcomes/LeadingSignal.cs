using System.Globalization;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Outcomes;

/// <summary>Tests how well a signal predicts the outcome, and whether it stopped predicting it.</summary>
public static class LeadingSignal
{
    /// <summary>Minimum number of measured interactions in the recent period.</summary>
    public const int MinRecent = 50;

    private const double Level = 0.01;

    /// <summary>The predictive power from the outcomes of interactions with the signal and without it.</summary>
    /// <exception cref="ArgumentException">A count is negative, or a sum is not finite.</exception>
    public static SignalPower Power(OutcomeSums with, OutcomeSums without)
    {
        var difference = MeanDifference.Welch(with, without);
        var all = with + without;
        var spread = all.Scatter;
        if (difference.Value is not { } d || spread == 0)
            return new SignalPower(all.Count, difference, null, null, null);
        var r = Math.Clamp(d * Math.Sqrt((double)with.Count * without.Count / all.Count / spread), -1, 1);
        // If the values on each side are equal, r is ±1 with zero width. For yes/no outcomes, one more yes and one more no per side express
        // the uncertainty. For other outcomes there is no such correction, so there is no interval.
        var isFlat = with.Scatter == 0 && without.Scatter == 0;
        if (isFlat && with.IsYesNo && without.IsYesNo && all.Count >= 4)
        {
            var bounds = Power(with + new OutcomeSums(2, 1, 1), without + new OutcomeSums(2, 1, 1));
            return new SignalPower(all.Count, difference, r, bounds.Low, bounds.High);
        }

        if (isFlat || all.Count < 4)
            return new SignalPower(all.Count, difference, r, null, null);
        var half = 1.959963984540054 / Math.Sqrt(all.Count - 3);
        return new SignalPower(all.Count, difference, r, Math.Tanh(Math.Atanh(r) - half), Math.Tanh(Math.Atanh(r) + half));
    }

    /// <summary>
    /// Stopped: the interval of r excluded zero in the reference period, the recent |r| is lower (Fisher's z of two samples, one-sided
    /// p &lt; 0.01), and it is at most half of it or not significant. Turned: both intervals exclude zero, on opposite sides.
    /// </summary>
    public static SignalComparison Compare(SignalPower reference, SignalPower recent)
    {
        var trend = Trend(reference, recent);
        return new SignalComparison(trend, reference, recent, Explain(trend, reference, recent));
    }

    private static SignalTrend Trend(SignalPower reference, SignalPower recent)
    {
        if (reference.Low is null || recent.Low is null || recent.Count < MinRecent)
            return SignalTrend.NotEnough;
        if (!reference.Predicts)
            return SignalTrend.NeverPredicted;
        if (recent.Predicts && Math.Sign(recent.Correlation!.Value) != Math.Sign(reference.Correlation!.Value))
            return SignalTrend.Turned;
        // Measured in the reference direction: a small r of the opposite sign is lower than zero.
        var sign = Math.Sign(reference.FisherZ);
        var z = sign * (reference.FisherZ - recent.FisherZ) / Math.Sqrt((1.0 / (reference.Count - 3)) + (1.0 / (recent.Count - 3)));
        var weak = !recent.Predicts || Math.Abs(recent.Correlation!.Value) <= Math.Abs(reference.Correlation!.Value) / 2;
        return weak && PatternStatistics.UpperTail(z) < Level ? SignalTrend.StoppedPredicting : SignalTrend.Holds;
    }

    private static string Explain(SignalTrend trend, SignalPower reference, SignalPower recent)
    {
        var word = trend switch
        {
            SignalTrend.NotEnough => "Insufficient data",
            SignalTrend.NeverPredicted => "Does not predict the outcome",
            SignalTrend.StoppedPredicting => "Stopped predicting the outcome",
            SignalTrend.Turned => "Now predicts the opposite",
            _ => "Predicts the outcome as before",
        };
        return $"{word}: r {Words(reference)} before, {Words(recent)} now.";
    }

    private static string Words(SignalPower power) =>
        power.Correlation is { } r
            ? string.Create(CultureInfo.InvariantCulture, $"{r:0.00} (95 % {power.Low:0.00} to {power.High:0.00}, n = {power.Count})")
            : string.Create(CultureInfo.InvariantCulture, $"unknown (n = {power.Count})");
}
