using System.Globalization;
using TriageConsole.Core.Common;
using TriageConsole.Core.Gates;

namespace TriageConsole.Core.OffPolicy;

/// <summary>Sentences of an off-policy evaluation.</summary>
internal static class OffPolicyText
{
    /// <summary>"1 of 20 units has", "3 of 20 units have".</summary>
    public static string Of(long some, long all) => $"{GateText.Count(some)} of {GateText.Count(all)} units {(some == 1 ? "has" : "have")}";

    public static string Units(double effective) => effective.ToString("#,0.0", CultureInfo.InvariantCulture);

    /// <summary>A mean with its interval; in percent if it is a share.</summary>
    public static string Mean(Interval mean, bool isShare = false) =>
        mean.Low is null
            ? $"{GateText.Mean(mean.Value, isShare)} (no interval)"
            : $"{GateText.Mean(mean.Value, isShare)} (95 % {GateText.Mean(mean.Low, isShare)} to {GateText.Mean(mean.High, isShare)})";

    private static string Gain(Interval gain, bool isShare) =>
        gain.Low is null
            ? $"{GateText.Difference(gain.Value, isShare)} (no interval)"
            : $"{GateText.Difference(gain.Value, isShare)} (95 % {GateText.Ends(gain.Low, gain.High, isShare)})";

    public static string Name(OffPolicyEstimator estimator) =>
        estimator switch
        {
            OffPolicyEstimator.InversePropensity => "IPS",
            OffPolicyEstimator.ClippedInversePropensity => "Clipped IPS",
            OffPolicyEstimator.SelfNormalized => "Self-normalised IPS",
            OffPolicyEstimator.DirectMethod => "Direct method",
            OffPolicyEstimator.DoublyRobust => "Doubly robust",
            _ => "Self-normalised doubly robust",
        };

    public static string Explain(OffPolicyReport report)
    {
        var excluded = report.Mixed switch
        {
            0 => "",
            1 => " 1 unit with mixed arms is excluded.",
            _ => $" {GateText.Count(report.Mixed)} units with mixed arms are excluded.",
        };
        if (report.Preferred is not { } best)
            return $"Refused. {string.Join(' ', report.Refusals.Select(r => r.Explanation))}{excluded}";
        var estimated =
            report.Estimated == 0
                ? ""
                : $" {Of(report.Estimated, report.Units)} an estimated reward; the interval does not include the error of these estimates.";
        return $"{Name(best.Estimator)}: {Mean(best.Mean, report.IsShare)}; "
            + $"the log has {GateText.Mean(report.Logged.Value, report.IsShare)}, gain {Gain(best.Gain, report.IsShare)}. "
            + $"Effective sample size {Units(report.Weights!.EffectiveUnits)} of "
            + $"{GateText.Count(report.Units)} units.{excluded}{estimated}";
    }
}
