using TriageConsole.Core.Common;

namespace TriageConsole.Features.Patterns;

/// <summary>The period whose windows a page shows.</summary>
/// <param name="Span">The requested span: 3h, 24h or 7d.</param>
/// <param name="From">The start, inclusive.</param>
/// <param name="To">The end, exclusive.</param>
/// <param name="IsPast">The requested span has no traffic; these are the latest hours with traffic.</param>
public sealed record WindowPeriod(string Span, DateTimeOffset From, DateTimeOffset To, bool IsPast)
{
    public static readonly IReadOnlyList<(string Key, string Words)> Spans = [("3h", "3 hours"), ("24h", "24 hours"), ("7d", "7 days")];

    public string Title => IsPast ? "The latest 24 hours with traffic" : $"The last {Spans.First(s => s.Key == Span).Words}";

    public bool IsLong => !IsPast && Span == "7d";

    /// <summary>
    /// The requested span (24h if it is not one of the three), or the day before the end of the latest window if that is older.
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
