namespace TriageConsole.Core.Comments;

/// <summary>Finds mentions such as <c>@Ann Lee</c> in the text of a comment.</summary>
public static class MentionText
{
    /// <summary>
    /// Splits a text into plain parts and mentions. Joined, the parts are the text. A mention is an <c>@</c> with a handle; neither is a
    /// part of a longer word. Of two handles that fit, the longer one counts. Letter case is ignored.
    /// </summary>
    /// <param name="text">The text of a comment.</param>
    /// <param name="handles">The names that can be mentioned, without <c>@</c>.</param>
    public static IReadOnlyList<MentionPart> Split(string text, IReadOnlyCollection<string> handles)
    {
        var parts = new List<MentionPart>();
        var longestFirst = handles.Where(h => h.Length > 0).OrderByDescending(h => h.Length).ToList();
        var plain = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            if (at < plain || IsWord(text, at - 1) || longestFirst.Find(h => IsAt(text, at + 1, h)) is not { } handle)
                continue;
            if (at > plain)
                parts.Add(new MentionPart(text[plain..at], null));
            plain = at + 1 + handle.Length;
            parts.Add(new MentionPart(text[at..plain], handle));
        }

        if (plain < text.Length)
            parts.Add(new MentionPart(text[plain..], null));
        return parts;
    }

    private static bool IsAt(string text, int start, string handle) =>
        string.Compare(text, start, handle, 0, handle.Length, StringComparison.OrdinalIgnoreCase) == 0
        && start + handle.Length <= text.Length
        && !IsWord(text, start + handle.Length);

    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');
}
