using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Patterns;

/// <summary>Texts for windows and patterns on pages.</summary>
internal static class PatternWords
{
    public static bool IsImpactKnown(PatternReport p) => p is { OutcomeMean: not null, RestOutcomeMean: not null };

    /// <summary>A mean outcome: "78.5 %" if it is a share.</summary>
    public static string Mean(PatternReport p, double mean) => p.IsOutcomeShare ? Figures.Rate(mean) : Figures.Number(mean);

    /// <summary>The gap of the outcome to the rest, reduced for small numbers: "3.4 pp" for shares.</summary>
    public static string Gap(PatternReport p) =>
        p.IsOutcomeShare ? $"{Figures.RateDigits(p.ShrunkGap ?? 0)} pp" : Figures.Number(p.ShrunkGap ?? 0);

    public static string Chance(double p) => p < 1e-4 ? "p < 0.0001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.####}");

    /// <summary>The name in the database and in the API.</summary>
    public static string Word(PatternState state) => state.ToString().ToLowerInvariant();

    public static string Word(PatternEventKind kind) =>
        kind == PatternEventKind.SnoozeEnded ? "snooze ended" : kind.ToString().ToLowerInvariant();

    /// <summary>"until 2026-11-30 or 120 failures", with the day in a time zone.</summary>
    public static string Snooze(PatternSnooze snooze, TimeZoneInfo zone) =>
        "until "
        + string.Join(
            " or ",
            new[]
            {
                snooze.Until is { } at ? Times.Day(at, zone) : null,
                snooze.WakeFailures is { } count ? Figures.Plural(count, "failure", "failures") : null,
            }.OfType<string>()
        );

    public static string StateChip(string state) =>
        state switch
        {
            "new" => "accent",
            "regressed" => "bad",
            "fixing" => "warn",
            "fixed" => "ok",
            _ => "",
        };

    public static string ClassHelp(string errorClass) =>
        errorClass switch
        {
            "one-off" => "Transient or isolated. Retry and monitor.",
            "systematic" => "Failures concentrate in this pattern. Fix the cause.",
            _ => "Fails in every version and outside of patterns. Redesign the task.",
        };

    public static string SeverityChip(string severity) =>
        severity switch
        {
            "high" => "bad",
            "medium" => "warn",
            _ => "",
        };

    public static string Address(WorkflowRef workflow, long patternId) => Address(workflow.Key, workflow.TenantKey, patternId);

    public static string Address(string workflow, string tenant, long patternId) =>
        Addresses.Workflow("patterns", tenant, workflow, patternId.ToString(CultureInfo.InvariantCulture));

    /// <summary>The address of the interactions of a period.</summary>
    public static string Interactions(WorkflowRef workflow, DateTimeOffset from, DateTimeOffset to) =>
        "interactions"
        + Addresses.Query(("workflow", workflow.Key), ("tenant", workflow.TenantKey), ("from", Moment(from)), ("to", Moment(to)));

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
