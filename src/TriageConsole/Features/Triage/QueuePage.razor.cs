using Microsoft.AspNetCore.Components;
using MudBlazor;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Triage;

/// <summary>The ranked queue of a workflow, with the reason of each item.</summary>
public sealed partial class QueuePage(
    QueueService queue,
    QueueList list,
    QueueAssignments assignments,
    WorkflowDirectory directory,
    WorkflowService workflows,
    CurrentPerson current,
    ChangeNotifier notifier,
    NavigationManager navigation,
    ISnackbar snackbar,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private WorkflowRef? workflow;
    private WorkflowCounts counts = WorkflowCounts.None;
    private QueueBudget? budget;
    private IReadOnlyList<QueueRow>? removing;
    private IReadOnlyList<QueueRow>? assigning;
    private IReadOnlyList<QueuePerson> people = [];
    private long? assignee;
    private string? pattern;
    private ServerGrid<QueueRow>? grid;
    private bool loaded;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "source")]
    public string? Source { get; set; }

    [SupplyParameterFromQuery(Name = "segment")]
    public string? Segment { get; set; }

    /// <summary>The id of a pattern; links from releases and patterns set it.</summary>
    [SupplyParameterFromQuery(Name = "pattern")]
    public string? Pattern { get; set; }

    private bool IsFiltered => Source is not null || Segment is not null || Pattern is not null;

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await directory.FindAsync(await current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
        {
            await CountAsync();
            pattern = QueueFilter.Of(null, null, Pattern).Pattern is { } id
                ? await list.PatternAsync(await current.GetAsync(), workflow, id)
                : null;
        }

        loaded = true;
        live.Start(notifier, time, id => id == workflow?.Id, () => InvokeAsync(RefreshAsync));
    }

    private async Task<GridPage<QueueRow>> LoadAsync(GridQuery query, CancellationToken cancellationToken) =>
        await list.PageAsync(
            await current.GetAsync(cancellationToken),
            workflow!,
            QueueFilter.Of(Source, Segment, Pattern),
            query,
            cancellationToken
        );

    private async Task CountAsync()
    {
        var access = await current.GetAsync();
        budget = await queue.BudgetAsync(access, workflow!);
        counts = await workflows.CountsAsync(access, workflow!);
    }

    private async Task RefreshAsync()
    {
        await CountAsync();
        if (grid is not null)
            await grid.ReloadAsync();
        StateHasChanged();
    }

    private void Filter(string name, string? value) =>
        navigation.NavigateTo(
            navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?> { [name] = string.IsNullOrWhiteSpace(value) ? null : value.Trim(), ["page"] = null }
            )
        );

    private async Task StartAssigningAsync(IReadOnlyList<QueueRow> rows)
    {
        people = await assignments.PeopleAsync(await current.GetAsync(), workflow!);
        (assigning, assignee) = (rows, null);
    }

    private async Task AssignAsync()
    {
        var result = await assignments.AssignAsync(await current.GetAsync(), workflow!, [.. assigning!.Select(r => r.Id)], assignee);
        assigning = null;
        snackbar.Add(result.Message, result.Ok ? Severity.Success : Severity.Error);
        await RefreshAsync();
    }

    private async Task RemoveAsync()
    {
        var removed = await queue.DropAsync(await current.GetAsync(), workflow!, [.. removing!.Select(r => r.Id)]);
        removing = null;
        snackbar.Add($"{Figures.Plural(removed, "item is", "items are")} removed from the queue.", Severity.Success);
        await RefreshAsync();
    }

    public void Dispose() => live.Dispose();
}
