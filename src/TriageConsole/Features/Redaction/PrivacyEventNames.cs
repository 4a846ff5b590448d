using TriageConsole.Data.Redaction;

namespace TriageConsole.Features.Redaction;

/// <summary>The kinds of privacy events in addresses, and in words.</summary>
internal static class PrivacyEventNames
{
    public static readonly IReadOnlyList<(PrivacyEventKind Kind, string Key, string Words)> All =
    [
        (PrivacyEventKind.RawTextRead, "raw_text_read", "Raw text read"),
        (PrivacyEventKind.Erasure, "erasure", "User erased"),
        (PrivacyEventKind.ConsentWithdrawn, "consent_withdrawn", "Consent withdrawn"),
        (PrivacyEventKind.ConsentRestored, "consent_restored", "Consent given again"),
        (PrivacyEventKind.SettingsChanged, "settings_changed", "Redaction settings changed"),
    ];

    public static string Words(PrivacyEventKind kind) => All.First(n => n.Kind == kind).Words;

    /// <summary>The kind of a value in an address; null if it is none.</summary>
    public static PrivacyEventKind? Parse(string? key) =>
        All.Where(n => n.Key == key).Select(n => (PrivacyEventKind?)n.Kind).FirstOrDefault();
}
