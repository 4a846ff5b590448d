using System.Globalization;
using TriageConsole.Core;

namespace TriageConsole.Security;

/// <summary>Parses query parameters and keeps an error message for the first invalid one.</summary>
internal sealed class QueryParameters
{
    private static readonly DateTimeOffset First = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Last = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string? Problem { get; private set; }

    public DateTimeOffset? Time(string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        // A plus sign in a query string is decoded as a space.
        if (
            TimeText.TryRead(text, out var utc)
            || (text.LastIndexOf(' ') is var space and > 0 && TimeText.TryRead($"{text[..space]}+{text[(space + 1)..]}", out utc))
        )
        {
            // Clamp to a range that contains all events. Otherwise adding or subtracting days can overflow DateTimeOffset.
            return utc < First ? First
                : utc > Last ? Last
                : utc;
        }

        Problem ??= $"{name} is not a time in ISO 8601, such as 2026-11-20T10:00:00Z.";
        return null;
    }

    public double? Number(string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        Problem ??= $"{name} is not a number.";
        return null;
    }

    public long? Id(string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return id;
        Problem ??= $"{name} is not an id.";
        return null;
    }

    public int Limit(string? text, int standard, int max)
    {
        if (string.IsNullOrWhiteSpace(text))
            return standard;
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= max)
            return limit;
        Problem ??= $"limit must be a whole number from 1 to {max}.";
        return standard;
    }

    public bool? YesNo(string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (bool.TryParse(text, out var value))
            return value;
        Problem ??= $"{name} is true or false.";
        return null;
    }

    public string OneOf(string name, string? text, string standard, IEnumerable<string> allowed)
    {
        if (string.IsNullOrWhiteSpace(text))
            return standard;
        if (allowed.Contains(text))
            return text;
        Problem ??= $"{name} is one of {string.Join(", ", allowed)}.";
        return standard;
    }
}
