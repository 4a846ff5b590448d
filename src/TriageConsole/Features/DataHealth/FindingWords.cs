using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>Names of the kinds of findings on pages.</summary>
internal static class FindingWords
{
    public static string Of(FindingKind kind) =>
        kind switch
        {
            FindingKind.AttributeDrift => "drift",
            FindingKind.OutcomeShift => "outcome changed",
            FindingKind.ErrorRateShift => "negative feedback changed",
            FindingKind.ServedModel => "another model answered",
            FindingKind.LostField => "field lost",
            FindingKind.MixedMetrics => "mixed metrics",
            _ => "signal no longer predicts",
        };
}
