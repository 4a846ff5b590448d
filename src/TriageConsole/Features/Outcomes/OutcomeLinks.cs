using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Outcomes;

/// <summary>The links of a dashboard. Only leads can read interactions, so approvers get no links to them.</summary>
/// <param name="View">The dashboard.</param>
/// <param name="MayOpen">Whether the person can read the interactions.</param>
public sealed record OutcomeLinks(OutcomeView View, bool MayOpen)
{
    /// <summary>
    /// The interactions of a period with the filters of the dashboard and the given ones.
    /// <list type="bullet">
    /// <item>from, to: both null for all times.</item>
    /// <item>show: a filter of the list, for example "no_outcome".</item>
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
        // Folded values have no list of their own.
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

    /// <summary>Interactions of the whole span; of all times if some have no real time.</summary>
    public string? Whole(long untimed, string? version = null, string? segment = null, string? country = null) =>
        untimed > 0
            ? Interactions(null, null, version, segment, country)
            : Interactions(View.Span.From, View.Span.To, version, segment, country);

    /// <summary>The link to this dashboard with another filter.</summary>
    public string Here(OutcomeFilter filter) => To(View.Workflow, filter);

    /// <summary>The link to the dashboard of a workflow.</summary>
    public static string To(WorkflowRef workflow, OutcomeFilter filter) =>
        $"outcomes/{Addresses.Segment(workflow.Key)}{Query(workflow, filter)}";

    /// <summary>The file of the figures of the dashboard.</summary>
    public string Export =>
        "exports/outcomes"
        + Query(View.Workflow, View.Filter).Replace("?", $"?workflow={Uri.EscapeDataString(View.Workflow.Key)}&", StringComparison.Ordinal);

    private static string Query(WorkflowRef workflow, OutcomeFilter filter) =>
        Addresses.Query(
            ("tenant", workflow.TenantKey),
            ("span", filter.Span),
            ("from", Moment(filter.From)),
            ("to", Moment(filter.To)),
            ("version", filter.Version),
            ("segment", filter.Segment),
            ("country", filter.Country),
            ("now_from", Moment(filter.Compared?.NowFrom)),
            ("now_to", Moment(filter.Compared?.NowTo)),
            ("before_from", Moment(filter.Compared?.BeforeFrom)),
            ("before_to", Moment(filter.Compared?.BeforeTo))
        );

    /// <summary>Always with a time: the page includes a day without a time as a whole.</summary>
    private static string? Moment(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString(
            time.Value.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm'Z'",
            CultureInfo.InvariantCulture
        );
}
