using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The latest runs of one workflow, or of all workflows that the person leads.</summary>
public sealed partial class EvalListPage(
    EvalReader reader,
    WorkflowDirectory directory,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private WorkflowRef? workflow;
    private ListPage<EvalRunRow>? rows;
    private readonly LiveRefresh live = new();

    [SupplyParameterFromQuery(Name = "workflow")]
    public string? Workflow { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = Workflow is null ? null : await directory.FindAsync(await current.GetAsync(), Role.Lead, Workflow, Tenant);
        await LoadAsync();
        live.Start(
            notifier,
            time,
            id => workflow is null || id == workflow.Id,
            () =>
                InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                })
        );
    }

    private async Task LoadAsync() =>
        rows =
            Workflow is not null && workflow is null
                ? ListPage<EvalRunRow>.None
                : await reader.ListAsync(await current.GetAsync(), workflow?.Id, Page ?? 1);

    public void Dispose() => live.Dispose();
}
