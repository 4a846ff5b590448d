using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>Outcomes of a workflow over time, by version, segment and country. The address contains the filters.</summary>
public sealed partial class OutcomesPage(OutcomeDashboard dashboard, CurrentPerson current, ChangeNotifier notifier, TimeProvider time)
    : ComponentBase,
        IDisposable
{
    private const string LateOutcome = """{"kind":"outcome","trace_id":"…","outcome_metric_name":"resolved","outcome_metric_value":1}""";

    private WorkflowRef? workflow;
    private OutcomeView? view;
    private OutcomeLinks? links;
    private string? problem;
    private bool loaded;
    private LiveRefresh? live;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "span")]
    public string? Span { get; set; }

    /// <summary>A day or a time.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>A day is included as a whole; a time is exclusive.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "version")]
    public string? Version { get; set; }

    [SupplyParameterFromQuery(Name = "segment")]
    public string? Segment { get; set; }

    [SupplyParameterFromQuery(Name = "country")]
    public string? Country { get; set; }

    private OutcomeFilter Filter { get; set; } = new();

    private bool IsNarrowed => new[] { Span, From, To, Version, Segment, Country }.Any(f => !string.IsNullOrEmpty(f));

    private string SpanWords => OutcomeFilter.Spans.First(s => s.Name == Filter.Span).Words;

    protected override async Task OnParametersSetAsync()
    {
        workflow = await dashboard.FindAsync(await current.GetAsync(), Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
        loaded = true;
        live ??= new LiveRefresh(
            notifier,
            time,
            id => id == workflow?.Id,
            () =>
                InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                })
        );
    }

    private async Task LoadAsync()
    {
        Filter = Read();
        var access = await current.GetAsync();
        view = await dashboard.ReadAsync(access, workflow!, Filter);
        links = new OutcomeLinks(view, access.Has(Role.Lead, workflow!.TenantId, workflow.Id));
    }

    /// <summary>Invalid parameters are reported and ignored.</summary>
    private OutcomeFilter Read()
    {
        var query = new QueryParameters();
        var span = query.OneOf("span", Span, "30d", OutcomeFilter.Spans.Select(s => s.Name));
        var (from, to) = (query.Time("from", From), query.Time("to", To));
        if (to is not null && DateOnly.TryParseExact(To, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            to = to.Value.AddDays(1);
        problem = query.Problem;
        if (from >= (to ?? time.GetUtcNow()))
        {
            problem ??= "The start is after the end. The period is ignored.";
            (from, to) = (null, null);
        }

        return new OutcomeFilter
        {
            FitsTraffic = true,
            Span = span,
            From = from,
            To = to,
            Version = Blank(Version),
            Segment = Blank(Segment),
            Country = Blank(Country),
        };
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public void Dispose() => live?.Dispose();
}
