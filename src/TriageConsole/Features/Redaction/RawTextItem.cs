namespace TriageConsole.Features.Redaction;

/// <summary>Texts to store before redaction.</summary>
/// <param name="InteractionId">The interaction; its row is stored in the same transaction.</param>
/// <param name="Subject">The user id; the trace id if there is no user.</param>
/// <param name="Texts">The texts.</param>
/// <param name="Days">Days until they are deleted.</param>
public sealed record RawTextItem(long InteractionId, string Subject, RawTexts Texts, int Days);
