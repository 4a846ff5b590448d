using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>The addresses that a dashboard leads to. Interactions are their leads' to read: an approver gets none of these.</summary>
/// <param name="View">What is shown.</param>
/// <param name="MayOpen">Whether the person may read the interactions.</param>
public sealed record OutcomeLinks(OutcomeView View, bool MayOpen)
{
    /// <summary>
    /// The interactions of a time, narrowed by what the dashboard is narrowed by and what is named here.
    /// <list type="bullet">
    /// <item>from: Null with to: of any time.</item>
    /// <item>show: A choice of the list: "no_outcome".</item>
    /// </list>
    /// </summary>
    public string? Interactions(
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? version = null,
        string? segment = null,
        string? country = null,
        string? show = null
    )
    {
        var (v, s, c) = (version ?? View.Filter.Version, segment ?? View.Filter.Segment, country ?? View.Filter.Country);
        // What was counted together has no list of its own.
        if (!MayOpen || new[] { v, s, c }.Contains(Slice.Other))
            return null;
        return "interactions"
            + Addresses.Query(
                ("workflow", View.Workflow.Key),
                ("tenant", View.Workflow.TenantKey),
                (v is not null && View.Releases.Contains(v) ? "release" : "model", v),
                ("segment", s),
                ("country", c),
                ("show", show),
                ("from", Time(from)),
                ("to", Time(to))
            );
    }

    public string? Step(DateTimeOffset start, string? version = null, string? show = null) =>
        Interactions(start, start + View.Span.Step, version, show: show);

    public string? Day(DateOnly day, string? show = null) =>
        Interactions(
            new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero),
            new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero),
            show: show
        );

    /// <summary>Of the whole span; of any time where some of them have none that is real.</summary>
    public string? Whole(long untimed, string? version = null, string? segment = null, string? country = null) =>
        untimed > 0
            ? Interactions(null, null, version, segment, country)
            : Interactions(View.Span.From, View.Span.To, version, segment, country);

    /// <summary>This dashboard with another filter.</summary>
    public string Here(OutcomeFilter filter) =>
        $"outcomes/{Addresses.Segment(View.Workflow.Key)}"
        + Addresses.Query(
            ("tenant", View.Workflow.TenantKey),
            ("span", filter.Span),
            ("from", Moment(filter.From)),
            ("to", Moment(filter.To)),
            ("version", filter.Version),
            ("segment", filter.Segment),
            ("country", filter.Country)
        );

    /// <summary>Never a day alone: the page includes that whole.</summary>
    private static string? Moment(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString(
            time.Value.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm'Z'",
            CultureInfo.InvariantCulture
        );
}
