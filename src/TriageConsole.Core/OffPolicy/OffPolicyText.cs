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

    public static string Interval(Interval interval) =>
        interval.Low is null
            ? $"{GateText.Number(interval.Value)} (no interval)"
            : $"{GateText.Number(interval.Value)} (95 % {GateText.Number(interval.Low)} to {GateText.Number(interval.High)})";

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
        return $"{Name(best.Estimator)}: {Interval(best.Mean)}; the log has {GateText.Number(report.Logged.Value)}, "
            + $"gain {Interval(best.Gain)}. Effective sample size {Units(report.Weights!.EffectiveUnits)} of "
            + $"{GateText.Count(report.Units)} units.{excluded}{estimated}";
    }
}
