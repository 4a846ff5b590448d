namespace TriageConsole.Core.Events;

/// <summary>The content of one line of the event contract. Exactly one of the three properties is set.</summary>
/// <param name="Interaction">A request and its response, with context.</param>
/// <param name="Late">A signal or an outcome of an interaction that was sent in another line.</param>
/// <param name="Refusal">The reason why the line is refused.</param>
public sealed record ParsedEvent(InteractionEvent? Interaction, LateEvent? Late, Refusal? Refusal);
