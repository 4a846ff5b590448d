using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>Searches interactions. The URL contains the filters, so a view can be bookmarked and shared.</summary>
public sealed partial class InteractionsPage(
    InteractionService interactions,
    WorkflowDirectory directory,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private const int PageSize = 100;

    private static readonly (string Value, string Words)[] Choices =
    [
        ("", "everything"),
        ("questionable", "questionable"),
        ("failed", "outcome below 0.5"),
        ("no_outcome", "outcome missing"),
        ("outcome", "outcome known"),
        ("labeled", "labeled"),
        ("unlabeled", "not labeled"),
    ];

    /// <summary>Number of workflows in the suggestion list. Others are found by their name.</summary>
    private const int Suggested = 100;

    private IReadOnlyList<WorkflowRef> suggestions = [];
    private IReadOnlySet<long> reach = new HashSet<long>();
    private WorkflowRef? chosen;
    private List<InteractionRow>? rows;
    private string? next;
    private bool manyTenants;
    private bool busy;
    private int unseen;
    private DateTimeOffset now;
    private LiveRefresh? live;

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

    private bool IsFiltered =>
        new[] { Workflow, Text, Model, PromptVersion, Segment, Country, Release, From, To, Trace, Show }.Any(f => !string.IsNullOrEmpty(f));

    private InteractionFilter Filter =>
        new()
        {
            Text = Blank(Text),
            Model = Blank(Model),
            PromptVersion = Blank(PromptVersion),
            Segment = Blank(Segment),
            Country = Blank(Country),
            Release = Blank(Release),
            From = new QueryParameters().Time("from", From),
            To = new QueryParameters().Time("to", To),
            Trace = Blank(Trace),
            NeedsReview = Show == "questionable" ? true : null,
            OutcomeMax = Show == "failed" ? 0.4999999 : null,
            HasOutcome = Show switch
            {
                "no_outcome" => false,
                "outcome" => true,
                _ => null,
            },
            Labeled = Show switch
            {
                "labeled" => true,
                "unlabeled" => false,
                _ => null,
            },
        };

    protected override async Task OnParametersSetAsync()
    {
        var access = await current.GetAsync();
        suggestions = await directory.SuggestAsync(access, Role.Lead, Suggested);
        reach = await directory.IdsAsync(access, [Role.Lead]);
        manyTenants = await directory.HasManyTenantsAsync(access, [Role.Lead]);
        chosen =
            string.IsNullOrEmpty(Workflow) ? null
            : Tenant is null ? await directory.FindPlaceAsync(access, Role.Lead, Workflow)
            : await directory.FindAsync(access, Role.Lead, Workflow, Tenant);
        await ReloadAsync();
        // The list does not reload by itself, so rows do not move while the user reads. A button shows that there are more.
        live ??= new LiveRefresh(
            notifier,
            time,
            id => chosen is null ? reach.Contains(id) : chosen.Id == id,
            () =>
                InvokeAsync(() =>
                {
                    unseen++;
                    StateHasChanged();
                })
        );
    }

    private async Task ReloadAsync()
    {
        (now, unseen) = (time.GetUtcNow(), 0);
        var page = await FindAsync(null);
        (rows, next) = (page.Items.ToList(), page.NextCursor);
    }

    private async Task MoreAsync()
    {
        busy = true;
        var page = await FindAsync(next);
        rows!.AddRange(page.Items);
        (next, busy) = (page.NextCursor, false);
    }

    private async Task<Page<InteractionRow>> FindAsync(string? cursor)
    {
        if (!string.IsNullOrEmpty(Workflow) && chosen is null)
            return new Page<InteractionRow>([], null);
        return await interactions.SearchAsync(await current.GetAsync(), chosen?.Id, Filter, cursor, PageSize);
    }

    private string Place(WorkflowRef w) => manyTenants ? $"{w.TenantKey}/{w.Key}" : w.Key;

    /// <summary>In the format of a datetime-local field.</summary>
    private static string? Minute(string? text) =>
        new QueryParameters().Time("", text)?.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string Outcome(InteractionRow row) => row.OutcomeValue is { } value ? SignificantDigits.Of(value, 3) : "–";

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public void Dispose() => live?.Dispose();
}
