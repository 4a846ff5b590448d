namespace TriageConsole.Core.Redaction;

/// <summary>A place in a text with personal data.</summary>
/// <param name="Kind">The kind; exactly one.</param>
/// <param name="Start">Offset in UTF-16 code units.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
/// <param name="Pattern">Name of the tenant's pattern; null for the other kinds.</param>
public readonly record struct DataFinding(PersonalDataKinds Kind, int Start, int Length, string? Pattern = null)
{
    /// <summary>Offset after the last character.</summary>
    public int End => Start + Length;
}
