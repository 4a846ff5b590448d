using TriageConsole.Core.Common;

namespace TriageConsole.Features.Patterns;

/// <summary>The stretch of time whose windows a page shows.</summary>
/// <param name="Span">What was asked for: 3h, 24h or 7d.</param>
/// <param name="From">Its begin.</param>
/// <param name="To">Its end, excluded.</param>
/// <param name="IsPast">Nothing came in the time asked for; these are the latest hours with traffic.</param>
public sealed record WindowPeriod(string Span, DateTimeOffset From, DateTimeOffset To, bool IsPast)
{
    public static readonly IReadOnlyList<(string Key, string Words)> Spans = [("3h", "3 hours"), ("24h", "24 hours"), ("7d", "7 days")];

    public string Title => IsPast ? "The latest 24 hours with traffic" : $"The last {Spans.First(s => s.Key == Span).Words}";

    public bool IsLong => !IsPast && Span == "7d";

    /// <summary>
    /// The time asked for (a day, where it is none of the three); where the latest window is older than that, the day up to it.
    /// </summary>
    public static WindowPeriod Of(string? span, DateTimeOffset? latest, DateTimeOffset now)
    {
        var known = Spans.Any(s => s.Key == span) ? span! : "24h";
        var length = known switch
        {
            "3h" => TimeSpan.FromHours(3),
            "7d" => TimeSpan.FromDays(7),
            _ => TimeSpan.FromDays(1),
        };
        var end = latest + TimeWindow.FiveMinutes;
        if (end <= now - length)
            return new WindowPeriod(known, end.Value - TimeSpan.FromDays(1), end.Value, IsPast: true);
        return new WindowPeriod(known, now - length, now, IsPast: false);
    }
}
