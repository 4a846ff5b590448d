namespace TriageConsole.Features.Redaction;

/// <summary>The stored raw texts of an interaction, and whose they are.</summary>
/// <param name="Texts">The texts.</param>
/// <param name="Subjects">The keyed hashes of the people who wrote them.</param>
internal sealed record RawReading(RawTexts Texts, IReadOnlyList<string> Subjects);
