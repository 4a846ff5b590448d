using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Patterns;

/// <summary>Texts for windows and patterns on pages.</summary>
internal static class PatternWords
{
    public static string Percent(double share) =>
        share is > 0 and < 0.005 ? "under 1 %" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    /// <summary>For example 84 % (76 to 90 %).</summary>
    public static string Rate(PatternReport p) =>
        string.Create(CultureInfo.InvariantCulture, $"{Percent(p.Rate)} ({p.RateLow * 100:0} to {p.RateHigh * 100:0} %)");

    /// <summary>A mean outcome or an amount, rounded to two or three significant digits.</summary>
    public static string Number(double value) =>
        Math.Abs(value) switch
        {
            >= 100 => Figures.Count((long)Math.Round(value)),
            >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
            _ => SignificantDigits.Of(value, 2),
        };

    public static bool IsImpactKnown(PatternReport p) => p is { OutcomeMean: not null, RestOutcomeMean: not null };

    public static string Chance(double p) => p < 1e-4 ? "less than 1 in 10 000" : p.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>The name in the database and in the API.</summary>
    public static string Word(PatternState state) => state.ToString().ToLowerInvariant();

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
            "one-off" => "Transient or isolated: retry and monitor.",
            "systematic" => "Failures concentrate in this pattern: fix the cause.",
            _ => "It fails in every version and outside patterns: redesign the task.",
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
