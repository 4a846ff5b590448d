using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Releases;

/// <summary>Texts for releases and their gates on pages.</summary>
internal static class ReleaseText
{
    private const string Narrow = "\u202F";

    public static string Address(WorkflowRef workflow, long releaseId, string? comparedWith = null) =>
        $"releases/{Addresses.Segment(workflow.Key)}/{releaseId.ToString(CultureInfo.InvariantCulture)}"
        + $"{Addresses.Query(("tenant", workflow.TenantKey), ("from", comparedWith))}";

    public static string SettingsAddress(WorkflowRef workflow) =>
        Addresses.Workflow("releases", workflow.TenantKey, workflow.Key, "settings");

    public static string StateChip(ReleaseState state) =>
        state switch
        {
            ReleaseState.Live => "ok",
            ReleaseState.Canary or ReleaseState.Shadow => "accent",
            ReleaseState.RolledBack => "bad",
            _ => "",
        };

    /// <summary>A gate result as sign, word and colour: never as colour alone.</summary>
    public static (string Sign, string Words, string Style) Answer(GateAnswer answer) =>
        answer switch
        {
            GateAnswer.Pass => ("✓", "passes", "ok"),
            GateAnswer.Fail => ("✕", "fails", "bad"),
            _ => ("…", "not enough evidence", "warn"),
        };

    /// <summary>What an open gate still needs: "≈ 3 days more"; empty if unknown.</summary>
    public static string More(GateResult gate) =>
        gate switch
        {
            { Answer: not GateAnswer.NotEnoughEvidence } => "",
            { MoreDays: { } days } => $"≈{Narrow}{Days(days)} more",
            { MoreUnits: { } units } => $"≈{Narrow}{Figures.Plural(units, "unit", "units")} more",
            { Kind: GateKind.MinimumSample, Value: { } share, Threshold: { } least and < 1 } =>
                $"{Percent(share)} of the traffic, {Percent(least)} needed",
            { Kind: GateKind.MinimumSample or GateKind.GoldenSet, Value: { } has, Threshold: { } needs } =>
                $"{Number(has)} of {Number(needs)}",
            _ => "",
        };

    /// <summary>The gate that prevents a promotion, and what it needs.</summary>
    public static string Missing(GateResult gate)
    {
        if (gate.Answer == GateAnswer.Fail)
            return gate switch
            {
                { Kind: GateKind.Guardrail, Unit: GateUnit.Share, Value: { } share, Threshold: { } most } =>
                    $"{gate.Name} fails: {Percent(share)}, at most {Percent(most)}",
                { Kind: GateKind.Guardrail, Value: { } value, Threshold: { } margin } =>
                    $"{gate.Name} fails: {Gain(value, null, IsShare(gate))}, " + $"margin {Margin(Math.Abs(margin), IsShare(gate))}",
                { Kind: GateKind.Signal, Value: { } gain } => $"{gate.Name} fails: {Gain(gain, gate.Low, gate.High, null, IsShare(gate))}",
                _ => $"{gate.Name} fails",
            };
        return More(gate) is { Length: > 0 } more
            ? $"{gate.Name}: {more}"
            : $"{gate.Name}: {(gate.Kind is GateKind.OfflineEvaluation or GateKind.DataPresent ? "no data" : "not decisive")}";
    }

    /// <summary>A gain with its sign: in percentage points for shares, otherwise in the unit of the metric.</summary>
    public static string Gain(double value, string? unit, bool isShare) =>
        isShare ? Figures.RateDifference(value)
        : string.IsNullOrEmpty(unit) ? Signed(value)
        : $"{Signed(value)} {unit}";

    /// <summary>A gain with its interval: "+3.4 pp (+1.2 to +5.6)".</summary>
    public static string Gain(double value, double? low, double? high, string? unit, bool isShare) =>
        $"{Gain(value, unit, isShare)} {Interval(low, high, isShare)}".TrimEnd();

    /// <summary>"(+0.01 to +0.07)"; in percentage points for shares.</summary>
    public static string Interval(double? low, double? high, bool isShare) =>
        (low, high) is ({ } from, { } to)
            ? Figures.Interval(
                Figures.WithSign(from, isShare ? Figures.RateDigits : Number),
                Figures.WithSign(to, isShare ? Figures.RateDigits : Number)
            )
            : "";

    /// <summary>The verdict of the interval of a gain, in a word.</summary>
    public static (string Words, string Style) Verdict(GateAnswer answer) =>
        answer switch
        {
            GateAnswer.Pass => ("better", "ok"),
            GateAnswer.Fail => ("worse", "bad"),
            _ => ("not decisive", ""),
        };

    /// <summary>"78.5 % (76.1–80.7)" for a share, otherwise the mean in the unit of the metric.</summary>
    public static string Outcome(VersionOutcome outcome, string? unit)
    {
        string Value(double value) => outcome.IsShare ? SignificantDigits.Percent(value) : Number(value);
        var of =
            outcome.IsShare ? $"{Narrow}%"
            : string.IsNullOrEmpty(unit) ? ""
            : $" {unit}";
        return outcome is { Low: { } low, High: { } high }
            ? $"{Value(outcome.Mean)}{of} ({Value(low)}–{Value(high)})"
            : $"{Value(outcome.Mean)}{of}";
    }

    public static string Day(DateTimeOffset at) => at.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Percent(double share) => $"{SignificantDigits.Percent(share)}{Narrow}%";

    public static string Part(ReleasePart part) => $"{part.Kind.Words()} {part.Name} {part.Version}";

    /// <summary>The first components by name, and how many more there are.</summary>
    public static string InShort(IReadOnlyList<ReleasePart> parts, int max = 2) =>
        parts.Count == 0
            ? "no components"
            : string.Join(" · ", parts.Take(max).Select(p => $"{p.Name} {p.Version}"))
                + (parts.Count > max ? $" · {parts.Count - max} more" : "");

    /// <summary>The changes of the second release per component, without unchanged ones.</summary>
    public static IReadOnlyList<PartChange> Changes(IReadOnlyList<ReleasePart> before, IReadOnlyList<ReleasePart> after)
    {
        var (old, now) = (before.ToDictionary(p => (p.Kind, p.Name)), after.ToDictionary(p => (p.Kind, p.Name)));
        return
        [
            .. old
                .Keys.Union(now.Keys)
                .Where(k => old.GetValueOrDefault(k)?.ComponentId != now.GetValueOrDefault(k)?.ComponentId)
                .OrderBy(k => k.Kind)
                .ThenBy(k => k.Name, StringComparer.Ordinal)
                .Select(k => new PartChange(
                    $"{k.Kind.Words()} {k.Name}",
                    old.GetValueOrDefault(k)?.Version,
                    now.GetValueOrDefault(k)?.Version
                )),
        ];
    }

    public static (string Words, string Style) Watch(MonitoringRow monitoring) =>
        monitoring.State switch
        {
            MonitorState.ActionNeeded => (monitoring.IsRunning ? "performance degraded, action needed" : "ended without a decision", "bad"),
            MonitorState.RolledBack => ("rolled back", "bad"),
            MonitorState.Ended => ("ended, no regression", "ok"),
            _ => ("monitoring", "accent"),
        };

    private static string Margin(double size, bool isShare) => isShare ? $"{Figures.RateDigits(size)} pp" : Number(size);

    private static bool IsShare(GateResult gate) => gate.Unit == GateUnit.ShareDifference;

    private static string Signed(double value) => Figures.WithSign(value, Number);

    private static string Number(double value) => Figures.Number(value);

    private static string Days(double days) =>
        days switch
        {
            < 1.0 / 24 => "an hour",
            < 1 => Figures.Plural((long)Math.Ceiling(days * 24), "hour", "hours"),
            <= 365 => Figures.Plural((long)Math.Ceiling(days), "day", "days"),
            _ => "over a year",
        };
}
