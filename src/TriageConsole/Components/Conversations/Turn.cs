namespace TriageConsole.Components.Conversations;

/// <summary>A turn of a conversation. <paramref name="Content"/> is its text without tools and other parts; it can be empty.</summary>
public sealed record Turn(string Role, string Content, IReadOnlyList<TurnPart> Parts);
