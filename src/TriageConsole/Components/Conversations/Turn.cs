namespace TriageConsole.Components.Conversations;

/// <summary>A turn of a conversation. <paramref name="Content"/> is its text without tools and other parts; it can be empty.</summary>
public sealed record Turn(string Role, string Content, IReadOnlyList<TurnPart> Parts)
{
    /// <summary>Zero-based index into the stored messages; null for a turn that is not one of them.</summary>
    public int? Message { get; init; }
}
