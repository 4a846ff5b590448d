namespace TriageConsole.Features.Redaction;

/// <summary>The feedback that a transaction stores or replaces.</summary>
/// <param name="InteractionId">The interaction; its row is stored in the same transaction.</param>
/// <param name="SignalKey">The key of the signal.</param>
/// <param name="Subject">The user id of the feedback, else that of the interaction, else the trace id.</param>
/// <param name="Texts">The texts to store; null: what is stored of an earlier version of the signal is deleted.</param>
/// <param name="Days">Days until they are deleted.</param>
public sealed record RawFeedbackItem(long InteractionId, string SignalKey, string Subject, RawFeedbackTexts? Texts, int Days);
