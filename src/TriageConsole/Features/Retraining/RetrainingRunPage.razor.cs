using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Retraining;

/// <summary>A run with its lineage and its log.</summary>
public sealed partial class RetrainingRunPage : ComponentBase, IDisposable
{
    private readonly LiveRefresh live = new();
    private WorkflowRef? workflow;
    private RunDetail? detail;
    private Result? told;
    private bool loaded;
    private bool busy;

    [Parameter]
    public string Key { get; set; } = "";

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [Inject]
    private RetrainingReader Reader { get; set; } = null!;

    [Inject]
    private WorkflowDirectory Directory { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private ChangeNotifier Notifier { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private DateTimeOffset Now => Time.GetUtcNow();

    private bool CanCancel => detail!.Run.State is RetrainingState.Validating or RetrainingState.Queued or RetrainingState.Running;

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await Directory.FindAsync(await Current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
        loaded = true;
        live.Start(
            Notifier,
            Time,
            id => id == workflow?.Id,
            () =>
                InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                })
        );
    }

    public void Dispose() => live.Dispose();

    private async Task LoadAsync() => detail = await Reader.FindAsync(await Current.GetAsync(), workflow!, Id);

    private string Release(long id) => Addresses.Workflow("releases", workflow!.TenantKey, workflow.Key, $"{id}");

    private async Task CancelAsync()
    {
        busy = true;
        try
        {
            told = await Retraining.CancelAsync(await Current.GetAsync(), workflow!, Id);
            await LoadAsync();
        }
        finally
        {
            busy = false;
        }
    }
}
