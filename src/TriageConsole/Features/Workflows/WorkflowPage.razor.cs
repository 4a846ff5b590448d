using System.Text.Json;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

public sealed partial class WorkflowPage(
    WorkflowService workflows,
    OutcomeProposals found,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private readonly FieldMessages messages = new();
    private WorkflowDetail? detail;
    private IReadOnlyList<OutcomeProposal> proposals = [];
    private WorkflowForm form = new();
    private string stored = "";
    private Result? saved;
    private readonly LiveRefresh live = new();
    private bool loading = true;
    private bool saving;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery]
    public string? Tenant { get; set; }

    private string WeightsLine =>
        detail?.WeightsChange is { } change
            ? $"version {detail.WeightsVersion}, by {change.By} {Times.Ago(change.At, time.GetUtcNow())}"
            : "defaults";

    protected override void OnInitialized() => live.Start(notifier, time, id => id == detail?.Workflow.Id, () => InvokeAsync(RefreshAsync));

    protected override Task OnParametersSetAsync() => live.RunAsync(LoadAsync);

    private async Task LoadAsync()
    {
        saved = null;
        var access = await current.GetAsync();
        detail = await workflows.FindAsync(access, Key, Tenant);
        proposals = detail is { Workflow.Configured: false } ? await found.FindAsync(access, detail.Workflow) : [];
        form = detail?.Settings ?? new();
        stored = Text(form);
        loading = false;
    }

    /// <summary>Refreshes the counts and the progress. Typed text is kept.</summary>
    private async Task RefreshAsync()
    {
        if (saving)
            return;
        detail = await workflows.FindAsync(await current.GetAsync(), Key, Tenant);
        StateHasChanged();
    }

    private async Task SaveAsync()
    {
        if (detail is null || saving)
            return;
        saving = true;
        try
        {
            var result = await workflows.SaveAsync(await current.GetAsync(), detail.Workflow.Id, form);
            if (result.Ok)
                await LoadAsync();
            saved = result;
        }
        finally
        {
            saving = false;
        }
    }

    private static string Text(WorkflowForm form) => JsonSerializer.Serialize(form);

    private string OwnerName(long? id) => detail?.Owners.FirstOrDefault(o => o.Id == id)?.Name ?? "";

    private static string DirectionName(OutcomeDirection direction) =>
        direction == OutcomeDirection.LowerIsBetter ? "Lower is better" : "Higher is better";

    private FieldMessage? Error(string field) => messages.Of(saved, field);

    private IEnumerable<KeyValuePair<string, object>> Message(string field, object? value) => FieldMessage.At(Error(field), value);

    public void Dispose() => live.Dispose();
}
