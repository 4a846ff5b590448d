using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.OffPolicy;
using TriageConsole.Features.Releases;

namespace TriageConsole.Features.OffPolicy;

/// <summary>The words and figures of the page.</summary>
internal static class PolicyText
{
    public static string Name(OffPolicyEstimator estimator) =>
        estimator switch
        {
            OffPolicyEstimator.InversePropensity => "IPS",
            OffPolicyEstimator.ClippedInversePropensity => "Clipped IPS",
            OffPolicyEstimator.SelfNormalized => "Self-normalised IPS (SNIPS)",
            OffPolicyEstimator.DirectMethod => "Direct method",
            OffPolicyEstimator.DoublyRobust => "Doubly robust",
            _ => "Self-normalised doubly robust",
        };

    public static (string Words, string Style) Verdict(PolicyVerdict verdict) =>
        verdict switch
        {
            PolicyVerdict.Better => ("better than the log", "ok"),
            PolicyVerdict.Worse => ("worse than the log", "bad"),
            PolicyVerdict.Refused => ("no estimate", "warn"),
            _ => ("not decisive", ""),
        };

    /// <summary>"0.62 (0.58–0.66)", "78.5 % (76.1–80.7)" for a share, or the value alone.</summary>
    public static string Value(Interval interval, bool isShare = false) =>
        interval switch
        {
            { Value: { } value } when isShare => Figures.Rate(value, interval.Low, interval.High),
            { Value: { } value, Low: { } low, High: { } high } =>
                $"{Figures.Number(value)} {Figures.Interval(Figures.Number(low), Figures.Number(high))}",
            { Value: { } value } => Figures.Number(value),
            _ => "–",
        };

    public static string Gain(Interval gain, bool isShare) =>
        gain.Value is { } value ? ReleaseText.Gain(value, gain.Low, gain.High, null, isShare) : "–";

    /// <summary>"Canary since 3 Nov 2026: v1 90 %, v2 10 %".</summary>
    public static string Experiment(PolicyExperiment experiment)
    {
        var kind = experiment.Kind.Words();
        var time = experiment.EndedAt is { } end
            ? $"{ReleaseText.Day(experiment.StartedAt)} to {ReleaseText.Day(end)}"
            : $"since {ReleaseText.Day(experiment.StartedAt)}";
        var arms = string.Join(", ", experiment.Arms.Select(a => $"{a.Release} {ReleaseText.Percent(a.Share)}"));
        return $"{char.ToUpperInvariant(kind[0])}{kind[1..]} {time}: {arms}";
    }
}
