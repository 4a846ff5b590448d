using TriageConsole.Core;

namespace TriageConsole.Components.Conversations;

/// <summary>A part of a turn: text, a tool call, a tool result, an image, or JSON of an unknown kind.</summary>
/// <param name="Kind">The kind of the part.</param>
/// <param name="Title">The name of the tool, or the sender's name for the part.</param>
/// <param name="Body">The text. JSON is indented; other text is unchanged.</param>
public sealed record TurnPart(TurnPartKind Kind, string Title, string Body)
{
    private const int GlimpseLength = 100;
    private readonly string line = string.Join(
        ' ',
        Texts.Cut(Body, 4 * GlimpseLength).Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
    );

    /// <summary>The part is initially expanded: too long for one line, but short enough to keep the conversation readable.</summary>
    public bool IsOpen =>
        Kind is TurnPartKind.Call or TurnPartKind.Result
        && line.Length > GlimpseLength
        && Body.Length <= 360
        && Body.AsSpan().Count('\n') <= 9;

    /// <summary>A one-line preview for the collapsed state.</summary>
    public string Glimpse => Texts.Cut(line, GlimpseLength);
}
