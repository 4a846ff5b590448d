using TriageConsole.Core.Redaction;

namespace TriageConsole.Core.Evaluation;

/// <summary>Finds personal data that should have been redacted, with the detector that ingest uses.</summary>
public static class PersonalData
{
    /// <summary>The kinds of personal data.</summary>
    public static IReadOnlyList<string> Kinds { get; } = KindNames.Names;

    /// <summary>The distinct findings in the text, as (kind, value).</summary>
    /// <param name="text">Any text.</param>
    /// <param name="kinds">Some of <see cref="Kinds"/>; null or empty for the kinds that ingest redacts by default.</param>
    public static IReadOnlyList<(string Kind, string Value)> Find(string text, IReadOnlyCollection<string>? kinds = null)
    {
        var wanted = kinds is null || kinds.Count == 0 ? KindNames.Standard : KindNames.Parse(kinds);
        return
        [
            .. PersonalDataFinder.Find(text, wanted).Select(f => (KindNames.Name(f.Kind), text.Substring(f.Start, f.Length))).Distinct(),
        ];
    }
}
