namespace TriageConsole.Features.Comments;

/// <summary>What comments are about: an interaction or a pattern.</summary>
public sealed record CommentSubject
{
    private CommentSubject(long? interactionId, long? patternId) => (InteractionId, PatternId) = (interactionId, patternId);

    public long? InteractionId { get; }

    public long? PatternId { get; }

    public static CommentSubject Interaction(long id) => new(id, null);

    public static CommentSubject Pattern(long id) => new(null, id);
}
