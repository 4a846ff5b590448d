namespace TriageConsole.Client;

/// <summary>One piece of feedback about an interaction.</summary>
public sealed record FeedbackSignal
{
    /// <summary>What it says, such as <c>rating</c> or <c>escalated</c>. At most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Who gave it, or how it was observed.</summary>
    public FeedbackKind Kind { get; init; }

    /// <summary>A number, a boolean or a text. Without a value the name alone says that it happened.</summary>
    public object? Value { get; init; }

    /// <summary>A text of the user.</summary>
    public string? Comment { get; init; }

    /// <summary>The role of the user, such as <c>agent</c>.</summary>
    public string? Role { get; init; }

    /// <summary>When it was given. Default: the time of the call.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>
    /// Its id for this interaction, at most 100 characters. Feedback with a known id replaces the earlier one. Default: a new id.
    /// </summary>
    public string? Id { get; init; }
}
