using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Data.Access;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Triage;

/// <summary>The ranked queue of a workflow, with the reason of each item.</summary>
public sealed partial class QueuePage(
    QueueService queue,
    WorkflowDirectory directory,
    WorkflowService workflows,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private const int PageSize = 50;

    private readonly HashSet<long> chosen = [];
    private WorkflowRef? workflow;
    private WorkflowCounts counts = WorkflowCounts.None;
    private List<QueueRow> rows = [];
    private QueueBudget? budget;
    private string? next;
    private string? told;
    private bool loaded;
    private LiveRefresh? live;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "source")]
    public string? Source { get; set; }

    [SupplyParameterFromQuery(Name = "segment")]
    public string? Segment { get; set; }

    private QueueFilter Filter =>
        new(Enum.TryParse<QueueSource>(Source, out var source) ? source : null, string.IsNullOrWhiteSpace(Segment) ? null : Segment.Trim());

    protected override async Task OnParametersSetAsync()
    {
        workflow = await directory.FindAsync(await current.GetAsync(), Role.Lead, Key, Tenant);
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

    /// <summary>Loads as many rows as are shown, so that a refresh does not shorten the list.</summary>
    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        var page = await queue.ListAsync(access, workflow!.Id, Filter, null, Math.Clamp(rows.Count, PageSize, QueueService.MaxPage));
        (rows, next) = (page.Items.ToList(), page.NextCursor);
        chosen.IntersectWith(rows.Select(r => r.Id));
        budget = await queue.BudgetAsync(access, workflow);
        counts = await workflows.CountsAsync(access, workflow);
    }

    private async Task MoreAsync()
    {
        var page = await queue.ListAsync(await current.GetAsync(), workflow!.Id, Filter, next, PageSize);
        rows.AddRange(page.Items);
        next = page.NextCursor;
    }

    private void Toggle(long id)
    {
        if (!chosen.Remove(id))
            chosen.Add(id);
    }

    private async Task DropAsync()
    {
        var dropped = await queue.DropAsync(await current.GetAsync(), workflow!, chosen.ToArray());
        told = $"{Figures.Plural(dropped, "item was", "items were")} cancelled. Labelers can still submit the items that they have leased.";
        chosen.Clear();
        await LoadAsync();
    }

    public void Dispose() => live?.Dispose();
}
