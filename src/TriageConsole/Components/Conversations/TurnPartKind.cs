namespace TriageConsole.Components.Conversations;

/// <summary>The kind of a part of a turn. Text and refusals are shown in full; the others are collapsed to one line.</summary>
public enum TurnPartKind
{
    Text,
    Refusal,
    Call,
    Result,
    Thinking,
    Media,
    Data,
}
