using Microsoft.AspNetCore.Components;
using MudBlazor;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>Searches interactions. The address contains the filters, so a view can be bookmarked and shared.</summary>
public sealed partial class InteractionsPage(
    InteractionList list,
    IInteractionRequests requests,
    WorkflowDirectory directory,
    CurrentPerson current,
    ChangeNotifier notifier,
    NavigationManager navigation,
    ISnackbar snackbar,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private static readonly (string Value, string Words)[] Choices =
    [
        ("", "All"),
        ("needs_review", "Needs review"),
        ("failed", "Outcome below 0.5"),
        ("no_outcome", "Outcome missing"),
        ("outcome", "Outcome known"),
        ("labeled", "Labeled"),
        ("unlabeled", "Not labeled"),
    ];

    /// <summary>Number of workflows in the suggestion list. Others are found by their name.</summary>
    private const int Suggested = 20;

    private InteractionFilterForm filters = new();
    private IReadOnlySet<long> reach = new HashSet<long>();
    private long? chosenId;
    private bool manyTenants;
    private bool moreFilters;
    private bool busy;
    private int unseen;
    private DateTimeOffset now;
    private readonly LiveRefresh live = new();
    private ServerGrid<InteractionRow>? grid;
    private InteractionFacetsPanel? facets;
    private string carried = "";
    private Dictionary<long, int> positions = [];
    private InteractionListQuery asked = InteractionListQuery.Of("");

    /// <summary>Key of a workflow, with its tenant if there are several tenants: <c>tenant/key</c>.</summary>
    [SupplyParameterFromQuery(Name = "workflow")]
    public string? Workflow { get; set; }

    /// <summary>If set, the workflow parameter is the exact key.</summary>
    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    public string? Model { get; set; }

    [SupplyParameterFromQuery(Name = "prompt_version")]
    public string? PromptVersion { get; set; }

    [SupplyParameterFromQuery(Name = "segment")]
    public string? Segment { get; set; }

    [SupplyParameterFromQuery(Name = "country")]
    public string? Country { get; set; }

    [SupplyParameterFromQuery(Name = "release")]
    public string? Release { get; set; }

    /// <summary>A time without a zone is UTC.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "trace")]
    public string? Trace { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "columns")]
    public string? Columns { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    private bool IsFiltered => InteractionListQuery.IsFiltered(navigation.Uri);

    private string SearchHelp =>
        list.SearchIsLimited
            ? $"Searches the last {InteractionList.SearchPeriod.TotalDays:0} days if no start is set."
            : "Whole words; \"a phrase\"; -without";

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        (asked, carried) = (InteractionListQuery.Of(navigation.Uri), InteractionListQuery.Carried(navigation.Uri));
        // The fields of the form are in the zone of the person, so the person is read first.
        var access = await current.GetAsync();
        filters = new InteractionFilterForm
        {
            Text = Text,
            Model = Model,
            PromptVersion = PromptVersion,
            Segment = Segment,
            Country = Country,
            Release = Release,
            From = InteractionFilterForm.Minute(From, Times),
            To = InteractionFilterForm.Minute(To, Times),
            Trace = Trace,
            Show =
                Show == "questionable" ? "needs_review"
                : Choices.Any(c => c.Value == Show) ? Show
                : "",
            Workflow = Workflow,
        };
        moreFilters |= filters.HasMore;
        reach = await directory.IdsAsync(access, [Role.Lead]);
        manyTenants = await directory.HasManyTenantsAsync(access, [Role.Lead]);
        var chosen =
            string.IsNullOrEmpty(Workflow) ? null
            : Tenant is null ? await directory.FindPlaceAsync(access, Role.Lead, Workflow)
            : await directory.FindAsync(access, Role.Lead, Workflow, Tenant);
        chosenId = chosen?.Id;
        if (chosen is not null)
            filters.Workflow = Place(chosen);
        // The list does not reload by itself, so rows do not move while the user reads. A button shows that there are more.
        live.Start(
            notifier,
            time,
            id => chosenId is null ? reach.Contains(id) : chosenId == id,
            () =>
                InvokeAsync(() =>
                {
                    unseen++;
                    StateHasChanged();
                })
        );
    }

    private async Task<GridPage<InteractionRow>> LoadAsync(GridQuery query, CancellationToken cancellationToken)
    {
        (now, unseen) = (time.GetUtcNow(), 0);
        var page = await list.PageAsync(
            await current.GetAsync(cancellationToken),
            InteractionListQuery.Of(navigation.Uri),
            query,
            cancellationToken
        );
        var first = ((page.Number - 1) * query.Size) + 1;
        positions = page.Items.Select((r, n) => (r.Id, Position: first + n)).ToDictionary(r => r.Id, r => r.Position);
        return page;
    }

    private Task ReloadAsync() => Task.WhenAll(grid?.ReloadAsync() ?? Task.CompletedTask, facets?.ReloadAsync() ?? Task.CompletedTask);

    private void Find() => navigation.NavigateTo(navigation.GetUriWithQueryParameters(filters.ToQuery(Times)));

    private async Task<IEnumerable<string>> SuggestAsync(string? typed, CancellationToken cancellationToken) =>
        (await directory.SuggestAsync(await current.GetAsync(cancellationToken), Role.Lead, Suggested, typed, cancellationToken)).Select(
            Place
        );

    private async Task RequestLabelsAsync(IReadOnlyList<InteractionRow> rows)
    {
        busy = true;
        try
        {
            foreach (var row in rows)
                await requests.RequestLabelAsync(await current.GetAsync(), row.Id);
            snackbar.Add($"{Figures.Plural(rows.Count, "interaction is", "interactions are")} in the queue.", Severity.Success);
            await ReloadAsync();
        }
        finally
        {
            busy = false;
        }
    }

    /// <summary>The file has the columns of the list.</summary>
    private string ExportOf(IReadOnlyList<InteractionRow> rows) =>
        "exports/interactions" + Addresses.Query(("ids", string.Join(',', rows.Select(r => r.Id))), ("columns", Columns), ("sort", Sort));

    private string Link(InteractionRow row) => Addresses.Interaction(row.Tenant, row.TraceId, carried, positions.GetValueOrDefault(row.Id));

    private string Place(WorkflowRef w) => manyTenants ? $"{w.TenantKey}/{w.Key}" : w.Key;

    public void Dispose() => live.Dispose();
}
