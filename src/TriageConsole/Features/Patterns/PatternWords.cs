using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Patterns;

/// <summary>How pages say what is known of windows and patterns.</summary>
internal static class PatternWords
{
    public static string Percent(double share) =>
        share is > 0 and < 0.005 ? "under 1 %" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    /// <summary>84 % (76 to 90 %).</summary>
    public static string Rate(PatternReport p) =>
        string.Create(CultureInfo.InvariantCulture, $"{Percent(p.Rate)} ({p.RateLow * 100:0} to {p.RateHigh * 100:0} %)");

    /// <summary>A mean outcome or an amount: three digits that count.</summary>
    public static string Number(double value) =>
        Math.Abs(value) switch
        {
            >= 100 => Figures.Count((long)Math.Round(value)),
            >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
            _ => SignificantDigits.Of(value, 2),
        };

    public static bool IsImpactKnown(PatternReport p) => p is { OutcomeMean: not null, RestOutcomeMean: not null };

    public static string Chance(double p) => p < 1e-4 ? "less than 1 in 10 000" : p.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>As the rows and the API spell it.</summary>
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
            "one-off" => "Transient or on its own: retry, and watch.",
            "systematic" => "Failures concentrate here: fix it here.",
            _ => "It fails in every version and outside patterns too: the task needs another design.",
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

    /// <summary>The page of the interactions of a stretch of time.</summary>
    public static string Interactions(WorkflowRef workflow, DateTimeOffset from, DateTimeOffset to) =>
        "interactions"
        + Addresses.Query(("workflow", workflow.Key), ("tenant", workflow.TenantKey), ("from", Moment(from)), ("to", Moment(to)));

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
