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
    private readonly LiveRefresh live = new();

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

    /// <summary>The compared periods: days, or times at midnight (UTC).</summary>
    [SupplyParameterFromQuery(Name = "now_from")]
    public string? NowFrom { get; set; }

    [SupplyParameterFromQuery(Name = "now_to")]
    public string? NowTo { get; set; }

    [SupplyParameterFromQuery(Name = "before_from")]
    public string? BeforeFrom { get; set; }

    [SupplyParameterFromQuery(Name = "before_to")]
    public string? BeforeTo { get; set; }

    private OutcomeFilter Filter { get; set; } = new();

    private bool IsNarrowed => new[] { Span, From, To, Version, Segment, Country }.Any(f => !string.IsNullOrEmpty(f));

    private string SpanWords => OutcomeFilter.Spans.First(s => s.Name == Filter.Span).Words;

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await dashboard.FindAsync(await current.GetAsync(), Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
        loaded = true;
        live.Start(
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
        (Filter, problem) = new OutcomeAddress
        {
            Span = Span,
            From = From,
            To = To,
            Version = Version,
            Segment = Segment,
            Country = Country,
            NowFrom = NowFrom,
            NowTo = NowTo,
            BeforeFrom = BeforeFrom,
            BeforeTo = BeforeTo,
        }.Read(time.GetUtcNow());
        var access = await current.GetAsync();
        view = await dashboard.ReadAsync(access, workflow!, Filter);
        links = new OutcomeLinks(view, access.Has(Role.Lead, workflow!.TenantId, workflow.Id));
    }

    public void Dispose() => live.Dispose();
}
