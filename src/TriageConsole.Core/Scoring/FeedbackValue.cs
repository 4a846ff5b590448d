using System.Globalization;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Scoring;

/// <summary>
/// What a signal's value says, however it was written: <c>1</c>, <c>"1"</c>, <c>" 5 "</c>, <c>"FALSE "</c>, <c>"thumbs-down"</c>,
/// <c>"👎"</c>.
/// </summary>
/// <param name="Number">The number, where it is one; 1 and 0 for yes and no.</param>
/// <param name="IsBoolean">Whether it is a yes or a no.</param>
/// <param name="Word">The word as compared: lower case, separators as underscores; null where there is none.</param>
internal readonly record struct FeedbackValue(double? Number, bool IsBoolean, string? Word)
{
    private static readonly HashSet<string> Against =
    [
        "thumbs_down",
        "thumb_down",
        "thumbsdown",
        "down",
        "downvote",
        "negative",
        "bad",
        "dislike",
        "disliked",
        "no",
        "false",
        "fail",
        "failure",
        "failed",
        "incorrect",
        "wrong",
        "unsatisfied",
        "dissatisfied",
        "unsatisfactory",
        "not_helpful",
        "unhelpful",
        "poor",
        "terrible",
        "👎",
        "-1",
        "😞",
        "😠",
        "😡",
        "🙁",
        "☹",
    ];

    private static readonly HashSet<string> For =
    [
        "thumbs_up",
        "thumb_up",
        "thumbsup",
        "up",
        "upvote",
        "positive",
        "good",
        "like",
        "liked",
        "yes",
        "true",
        "pass",
        "passed",
        "correct",
        "satisfied",
        "satisfactory",
        "helpful",
        "great",
        "excellent",
        "👍",
        "+1",
        "😀",
        "😊",
        "🙂",
        "😍",
        "❤",
    ];

    private static readonly HashSet<string> None = ["", "no", "n", "false", "f", "none", "null", "off"];

    /// <summary>Whether a signal that is either there or not is there. One without a value is.</summary>
    public bool IsTrue => Number is { } number ? number > 0 : Word is null || !None.Contains(Word);

    /// <summary>−1 for a word against the answer, 1 for one in its favour, else 0.</summary>
    public int Leaning =>
        Word is null ? 0
        : Against.Contains(Word) ? -1
        : For.Contains(Word) ? 1
        : 0;

    public static FeedbackValue Of(SignalEvent signal)
    {
        if (signal.IsBoolean || signal.Text is null)
            return new FeedbackValue(signal.Number, signal.IsBoolean, null);
        var word = Plain(signal.Text);
        // Words with a meaning of their own before numbers: "+1" is a thumb up, "1" a number.
        if (Against.Contains(word) || For.Contains(word))
            return word is "true" or "false" or "yes" or "no"
                ? new FeedbackValue(word is "true" or "yes" ? 1 : 0, true, word)
                : new FeedbackValue(null, false, word);
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new FeedbackValue(number, false, word)
            : new FeedbackValue(null, false, word);
    }

    /// <summary>
    /// Without what does not matter: white space and colons around it, case, separators, an emoji's colour and skin tone.
    /// </summary>
    private static string Plain(string text)
    {
        if (text.Length > 64)
            return text;
        var word = text.Trim().Trim(':').ToLowerInvariant();
        // A minus sign is no separator.
        if (word is not ['-', ..])
            word = word.Replace('-', '_');
        return word.Replace(' ', '_')
            .Replace("\uFE0F", "", StringComparison.Ordinal)
            .Replace("\uFE0E", "", StringComparison.Ordinal)
            .Replace("\U0001F3FB", "", StringComparison.Ordinal)
            .Replace("\U0001F3FC", "", StringComparison.Ordinal)
            .Replace("\U0001F3FD", "", StringComparison.Ordinal)
            .Replace("\U0001F3FE", "", StringComparison.Ordinal)
            .Replace("\U0001F3FF", "", StringComparison.Ordinal);
    }
}
