using System.Globalization;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>The filters of a dashboard as the address of its page and of its file has them.</summary>
internal sealed record OutcomeAddress
{
    public string? Span { get; init; }

    /// <summary>A day or a time.</summary>
    public string? From { get; init; }

    /// <summary>A day is included as a whole; a time is exclusive.</summary>
    public string? To { get; init; }

    public string? Version { get; init; }

    public string? Segment { get; init; }

    public string? Country { get; init; }

    /// <summary>The compared periods, as From and To.</summary>
    public string? NowFrom { get; init; }

    public string? NowTo { get; init; }

    public string? BeforeFrom { get; init; }

    public string? BeforeTo { get; init; }

    public static OutcomeAddress Of(IQueryCollection values) =>
        new()
        {
            Span = values["span"],
            From = values["from"],
            To = values["to"],
            Version = values["version"],
            Segment = values["segment"],
            Country = values["country"],
            NowFrom = values["now_from"],
            NowTo = values["now_to"],
            BeforeFrom = values["before_from"],
            BeforeTo = values["before_to"],
        };

    /// <summary>Invalid parameters are reported and ignored.</summary>
    public (OutcomeFilter Filter, string? Problem) Read(DateTimeOffset now)
    {
        var query = new QueryParameters();
        var span = query.OneOf("span", Span, "30d", OutcomeFilter.Spans.Select(s => s.Name));
        var (from, to) = (query.Time("from", From), End(query, "to", To));
        var (compared, wrong) = Compare(query, now);
        var problem = query.Problem ?? wrong;
        if (from >= (to ?? now))
        {
            problem ??= "The start is after the end. The period is ignored.";
            (from, to) = (null, null);
        }

        var filter = new OutcomeFilter
        {
            FitsTraffic = true,
            Span = span,
            From = from,
            To = to,
            Version = Blank(Version),
            Segment = Blank(Segment),
            Country = Blank(Country),
            Compared = compared,
        };
        return (filter, problem);
    }

    private (ComparedPeriods? Periods, string? Problem) Compare(QueryParameters query, DateTimeOffset now)
    {
        if (new[] { NowFrom, NowTo, BeforeFrom, BeforeTo }.All(string.IsNullOrWhiteSpace))
            return (null, null);
        var periods = (
            Midnight(query.Time("now_from", NowFrom)),
            Midnight(End(query, "now_to", NowTo)),
            Midnight(query.Time("before_from", BeforeFrom)),
            Midnight(End(query, "before_to", BeforeTo))
        );
        if (query.Problem is not null)
            return (null, null);
        if (periods is not ({ } nowFrom, { } nowTo, { } beforeFrom, { } beforeTo))
            return (null, "Both compared periods need a start and an end. They are ignored.");
        if (nowFrom >= nowTo || beforeFrom >= beforeTo)
            return (null, "A compared period starts after its end. The periods are ignored.");
        if (nowFrom < beforeTo && beforeFrom < nowTo)
            return (null, "The compared periods overlap. They are ignored, because the interval of their difference would be wrong.");
        return (new ComparedPeriods(nowFrom, nowTo, beforeFrom, beforeTo), nowFrom > now ? "The compared period is in the future." : null);
    }

    private static DateTimeOffset? End(QueryParameters query, string name, string? text) =>
        query.Time(name, text) is not { } time ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? time.AddDays(1)
        : time;

    /// <summary>Sums are stored per day.</summary>
    private static DateTimeOffset? Midnight(DateTimeOffset? time) => time is { } t ? new(t.UtcDateTime.Date, TimeSpan.Zero) : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
