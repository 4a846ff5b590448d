using System.Globalization;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Scoring;

/// <summary>
/// The value of a signal in any notation: <c>1</c>, <c>"1"</c>, <c>" 5 "</c>, <c>"FALSE "</c>, <c>"thumbs-down"</c>, <c>"👎"</c>.
/// </summary>
/// <param name="Number">The number, if it is one; 1 and 0 for yes and no.</param>
/// <param name="IsBoolean">Whether it is a yes or a no.</param>
/// <param name="Word">The normalised word: lower case, separators as underscores; null if there is none.</param>
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

    /// <summary>Whether a presence signal is present. A signal without a value is.</summary>
    public bool IsTrue => Number is { } number ? number > 0 : Word is null || !None.Contains(Word);

    /// <summary>−1 for a negative word, 1 for a positive word, else 0.</summary>
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
        // Known words before numbers: "+1" is a thumbs up, "1" is a number.
        if (Against.Contains(word) || For.Contains(word))
            return word is "true" or "false" or "yes" or "no"
                ? new FeedbackValue(word is "true" or "yes" ? 1 : 0, true, word)
                : new FeedbackValue(null, false, word);
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new FeedbackValue(number, false, word)
            : new FeedbackValue(null, false, word);
    }

    /// <summary>
    /// Removes differences without meaning: white space and colons around the text, case, separators, colour and skin tone of an emoji.
    /// </summary>
    private static string Plain(string text)
    {
        if (text.Length > 64)
            return text;
        var word = text.Trim().Trim(':').ToLowerInvariant();
        // A minus sign is not a separator.
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
