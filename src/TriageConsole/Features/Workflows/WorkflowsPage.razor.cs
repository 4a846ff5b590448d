using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

public sealed partial class WorkflowsPage(
    WorkflowService workflows,
    WorkflowDirectory directory,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private ListPage<WorkflowRow>? rows;
    private int unconfigured;
    private bool manyTenants;
    private readonly LiveRefresh live = new();

    [SupplyParameterFromQuery(Name = "find")]
    public string? Find { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        await LoadAsync();
        // Any workflow, because a new one must appear in the list too.
        live.Start(
            notifier,
            time,
            _ => true,
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
        var access = await current.GetAsync();
        rows = await workflows.PageAsync(access, [Role.Lead], new(Find, Page ?? 1, Order: WorkflowOrder.UnconfiguredFirst));
        unconfigured = (await workflows.PageAsync(access, [Role.Lead], new(Size: 1, Configured: false))).Total;
        manyTenants = await directory.HasManyTenantsAsync(access, [Role.Lead]);
    }

    public void Dispose() => live.Dispose();
}
