using System.Globalization;
using TriageConsole.Core.Common;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Outcomes;

/// <summary>What became of a signal's power to predict.</summary>
public enum SignalTrend
{
    /// <summary>Too few measured, or no variation, in either period.</summary>
    NotEnough,

    /// <summary>It did not predict in the reference period.</summary>
    NeverPredicted,

    /// <summary>It predicts as before, as far as one can tell.</summary>
    Holds,

    /// <summary>It predicted, and no longer does: metric mismatch.</summary>
    StoppedPredicting,

    /// <summary>It predicts the opposite of what it did.</summary>
    Turned,
}

/// <summary>How well a signal predicts the outcome.</summary>
/// <param name="Count">Interactions with a measured outcome, with and without the signal.</param>
/// <param name="Difference">Mean outcome with the signal − without, with Welch's 95 % interval.</param>
/// <param name="Correlation">Point-biserial r, −1..1; null where a side is empty or outcomes do not vary.</param>
/// <param name="Low">Lower end of its 95 % interval by Fisher's z (1915); null under four values, and where values do not vary on either side.</param>
/// <param name="High">Upper end.</param>
public sealed record SignalPower(long Count, Interval Difference, double? Correlation, double? Low, double? High)
{
    /// <summary>Whether the interval of r leaves zero out.</summary>
    public bool Predicts => Low > 0 || High < 0;

    internal double FisherZ => Math.Atanh(Math.Clamp(Correlation!.Value, -0.999999, 0.999999));
}

/// <summary>A signal's power then and now.</summary>
public sealed record SignalComparison(SignalTrend Trend, SignalPower Reference, SignalPower Recent, string Explanation);

/// <summary>How well a signal predicts the outcome, and whether it stopped doing so.</summary>
public static class LeadingSignal
{
    /// <summary>Fewest measured interactions of the recent period.</summary>
    public const int LeastRecent = 50;

    private const double Level = 0.01;

    /// <summary>Of outcomes measured on interactions that have the signal and on those that do not.</summary>
    /// <exception cref="ArgumentException">A count is negative or a sum not finite.</exception>
    public static SignalPower Power(OutcomeSums with, OutcomeSums without)
    {
        var difference = MeanDifference.Welch(with, without);
        var all = with + without;
        var spread = all.Scatter;
        if (difference.Value is not { } d || spread == 0)
            return new SignalPower(all.Count, difference, null, null, null);
        var r = Math.Clamp(d * Math.Sqrt((double)with.Count * without.Count / all.Count / spread), -1, 1);
        // Equal values on each side make r ±1 with no width: of yes/no outcomes one yes and one no more a side show what is not known yet, of others nothing does.
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
    /// Stopped: r's interval left zero out in the reference period, recent |r| is lower (Fisher's z of two samples, one-sided p &lt; 0.01) and is
    /// half of it at most or not told from zero. Turned: both intervals leave zero out, on opposite sides.
    /// </summary>
    public static SignalComparison Compare(SignalPower reference, SignalPower recent)
    {
        var trend = Trend(reference, recent);
        return new SignalComparison(trend, reference, recent, Explain(trend, reference, recent));
    }

    private static SignalTrend Trend(SignalPower reference, SignalPower recent)
    {
        if (reference.Low is null || recent.Low is null || recent.Count < LeastRecent)
            return SignalTrend.NotEnough;
        if (!reference.Predicts)
            return SignalTrend.NeverPredicted;
        if (recent.Predicts && Math.Sign(recent.Correlation!.Value) != Math.Sign(reference.Correlation!.Value))
            return SignalTrend.Turned;
        // Measured in the direction it used to point: a little to the other side of zero is lower still.
        var sign = Math.Sign(reference.FisherZ);
        var z = sign * (reference.FisherZ - recent.FisherZ) / Math.Sqrt((1.0 / (reference.Count - 3)) + (1.0 / (recent.Count - 3)));
        var weak = !recent.Predicts || Math.Abs(recent.Correlation!.Value) <= Math.Abs(reference.Correlation!.Value) / 2;
        return weak && PatternStatistics.UpperTail(z) < Level ? SignalTrend.StoppedPredicting : SignalTrend.Holds;
    }

    private static string Explain(SignalTrend trend, SignalPower reference, SignalPower recent)
    {
        var word = trend switch
        {
            SignalTrend.NotEnough => "Not enough measured to say",
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
