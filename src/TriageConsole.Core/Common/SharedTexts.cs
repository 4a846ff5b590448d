using System.Diagnostics.CodeAnalysis;

namespace TriageConsole.Core.Common;

/// <summary>One instance of each text, for rows that are held in memory and repeat their texts.</summary>
public sealed class SharedTexts
{
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);

    /// <summary>The first text that was equal to this one; null for null.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Of(string? text)
    {
        if (text is null)
            return null;
        if (texts.TryGetValue(text, out var known))
            return known;
        texts.Add(text);
        return text;
    }
}
