using System.Globalization;
using System.Text.Json;

namespace TriageConsole.Core.Scoring;

/// <summary>The scale of a rating: from its worst value to its best. <c>5..1</c> is a scale on which 1 is best.</summary>
/// <param name="Worst">The worst value.</param>
/// <param name="Best">The best value; different from the worst.</param>
public sealed record FeedbackScale(double Worst, double Best)
{
    /// <summary>
    /// Scales that need no declaration, by the name without separators: a thumb as sent by Langfuse and others, stars, net promoter score.
    /// </summary>
    private static readonly (FeedbackScale Scale, string[] Names)[] BuiltIn =
    [
        (new(0, 1), ["userfeedback", "userexplicitfeedback", "explicituserfeedback", "explicitfeedback", "feedback", "userscore"]),
        (new(0, 10), ["nps"]),
    ];

    private static readonly FeedbackScale Stars = new(1, 5);

    /// <summary>The normalised name of a scale: lower case, hyphens and spaces as underscores.</summary>
    /// <param name="name">The name as sent.</param>
    public static string NameOf(string name) => name.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');

    /// <summary>The conventional scale of a name, or null.</summary>
    /// <param name="name">A name from <see cref="NameOf"/>.</param>
    public static FeedbackScale? Conventional(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal);
        foreach (var (scale, names) in BuiltIn)
            if (names.Contains(plain))
                return scale;
        return
            plain.Contains("rating", StringComparison.Ordinal)
            || plain.Contains("stars", StringComparison.Ordinal)
            || plain is "csat" or "star"
            ? Stars
            : null;
    }

    /// <summary>The position of a value, −1 for the worst to 1 for the best; null outside of the scale.</summary>
    /// <param name="value">The value.</param>
    public double? Position(double value)
    {
        var position = (2 * (value - Worst) / (Best - Worst)) - 1;
        return position is >= -1 and <= 1 ? position : null;
    }

    /// <summary>Reads <c>worst..best</c>, such as <c>1..5</c> or <c>-1..1</c>.</summary>
    /// <param name="text">The text.</param>
    public static FeedbackScale? TryParse(string? text)
    {
        var ends = text?.Split("..") ?? [];
        return ends.Length == 2 && Number(ends[0]) is { } worst && Number(ends[1]) is { } best && worst != best
            ? new FeedbackScale(worst, best)
            : null;
    }

    /// <summary>Reads a JSON object of name → <c>worst..best</c>, the format of workflows. Invalid entries are left out.</summary>
    /// <param name="json">The object.</param>
    public static IReadOnlyDictionary<string, FeedbackScale> ParseAll(string json)
    {
        var scales = new Dictionary<string, FeedbackScale>(StringComparer.Ordinal);
        foreach (var (name, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [])
            if (TryParse(text) is { } scale)
                scales[NameOf(name)] = scale;
        return scales;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Worst}..{Best}");

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= 1e6
            ? number
            : null;
}
