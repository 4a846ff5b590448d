using TriageConsole.Core;

namespace TriageConsole.Components.Conversations;

/// <summary>What a part of a turn is. Text and refusals are read; the others stand folded behind one line.</summary>
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

/// <summary>A piece of a turn: what somebody wrote, a tool that was called, what it gave back, an image, or JSON of a kind not known here.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">The tool's name, or what the sender calls the part.</param>
/// <param name="Body">Its text: JSON indented, everything else as it is.</param>
public sealed record TurnPart(TurnPartKind Kind, string Title, string Body)
{
    private const int GlimpseLength = 100;
    private readonly string line = string.Join(
        ' ',
        Texts.Cut(Body, 4 * GlimpseLength).Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
    );

    /// <summary>Stands open: too long for its one line, short enough not to push the conversation away.</summary>
    public bool IsOpen =>
        Kind is TurnPartKind.Call or TurnPartKind.Result
        && line.Length > GlimpseLength
        && Body.Length <= 360
        && Body.AsSpan().Count('\n') <= 9;

    /// <summary>One line of it, for the closed state.</summary>
    public string Glimpse => Texts.Cut(line, GlimpseLength);
}

/// <summary>A turn of a conversation. <paramref name="Content"/> is what was written in it, without tools and other parts; it may be empty.</summary>
public sealed record Turn(string Role, string Content, IReadOnlyList<TurnPart> Parts);
