namespace TriageConsole.Core.Redaction;

/// <summary>The names of the kinds in settings and in <c>redaction_flags</c>, and the words of their placeholders.</summary>
public static class KindNames
{
    private static readonly (PersonalDataKinds Kind, string Name, string Word)[] All =
    [
        (PersonalDataKinds.Email, "email", "EMAIL"),
        (PersonalDataKinds.Phone, "phone", "PHONE"),
        (PersonalDataKinds.Card, "card", "CARD"),
        (PersonalDataKinds.Iban, "iban", "IBAN"),
        (PersonalDataKinds.Ip, "ip", "IP"),
        (PersonalDataKinds.UsSsn, "us_ssn", "US_SSN"),
        (PersonalDataKinds.NationalId, "national_id", "NATIONAL_ID"),
        (PersonalDataKinds.Secret, "secret", "SECRET"),
        (PersonalDataKinds.Address, "address", "ADDRESS"),
        (PersonalDataKinds.Url, "url", "URL"),
        (PersonalDataKinds.Name, "name", "NAME"),
    ];

    /// <summary>
    /// The kinds that are found if nothing is set. URLs are excluded, because answers cite documents by them. Names are excluded, because
    /// without a language model most of them are missed.
    /// </summary>
    public static PersonalDataKinds Standard { get; } =
        All.Aggregate(PersonalDataKinds.None, (sum, k) => sum | k.Kind) & ~PersonalDataKinds.Url & ~PersonalDataKinds.Name;

    /// <summary>The names of all kinds.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(k => k.Name)];

    /// <summary>The name of a kind.</summary>
    /// <param name="kind">One kind, not a pattern.</param>
    public static string Name(PersonalDataKinds kind) => Array.Find(All, k => k.Kind == kind).Name;

    /// <summary>The word in the placeholder of a finding.</summary>
    /// <param name="finding">The finding.</param>
    public static string Word(DataFinding finding) =>
        finding.Pattern?.ToUpperInvariant() ?? Array.Find(All, k => k.Kind == finding.Kind).Word;

    /// <summary>The name of a finding in <c>redaction_flags</c>.</summary>
    /// <param name="finding">The finding.</param>
    public static string Flag(DataFinding finding) => finding.Pattern ?? Name(finding.Kind);

    /// <summary>The kinds with these names; unknown names are ignored.</summary>
    /// <param name="names">Some of <see cref="Names"/>.</param>
    public static PersonalDataKinds Parse(IEnumerable<string> names) =>
        names.Aggregate(PersonalDataKinds.None, (sum, name) => sum | Array.Find(All, k => k.Name == name).Kind);

    /// <summary>The names of these kinds.</summary>
    /// <param name="kinds">Any kinds.</param>
    public static IReadOnlyList<string> NamesOf(PersonalDataKinds kinds) => [.. All.Where(k => kinds.HasFlag(k.Kind)).Select(k => k.Name)];
}
