using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>One release: its gates, components, changes, experiments and history.</summary>
public sealed partial class ReleasePage(
    ReleaseReader reader,
    ReleaseDetailReader details,
    CurrentPerson current,
    ChangeNotifier notifier,
    NavigationManager navigation,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private WorkflowRef? workflow;
    private ReleaseDetail? detail;
    private ReleaseDifference? difference;
    private ReleaseRow? against;
    private ReleaseRights rights = new(0, false, false);
    private ReleaseDialogs? dialogs;
    private bool loaded;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    /// <summary>The name of the release to compare with. Default: the live release, or the one before it.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    private IReadOnlyList<ReleaseRow> Others => [.. detail!.List.Releases.Where(r => r.Id != Id)];

    private double Extent =>
        detail!.Row.Signal is { } s ? new[] { s.Value, s.Low, s.High }.OfType<double>().Select(Math.Abs).DefaultIfEmpty(1).Max()
        : detail.List.Watch is { } w ? new[] { w.Gain, w.Low, w.High }.OfType<double>().Select(Math.Abs).DefaultIfEmpty(1).Max()
        : 1;

    private string NoGates =>
        detail!.Row.State switch
        {
            ReleaseState.Draft => "The gates of a draft are evaluated after its offline evaluation or an experiment starts.",
            ReleaseState.Evaluating or ReleaseState.Shadow or ReleaseState.Canary => "The gates will be evaluated shortly.",
            _ => "The history has the gate results of each transition.",
        };

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        detail = null;
        workflow = await reader.FindAsync(await current.GetAsync(), Key, Tenant);
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
                }),
            () => Pace
        );
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        rights = ReleaseRights.Of(access, workflow!);
        detail = await details.ReadAsync(access, workflow!, Id);
        if (detail is null)
            return;
        // In this order: the release in the address, the live release, the release before.
        against = Others
            .OrderByDescending(r => r.Name == From)
            .ThenByDescending(r => r.State == ReleaseState.Live)
            .ThenByDescending(r => r.Name == (detail.PreviousLive ?? detail.CopiedFrom))
            .FirstOrDefault();
        difference = against is null ? null : await details.DifferenceAsync(access, workflow!, against.Id, Id);
    }

    /// <summary>The address contains the release to compare with.</summary>
    private void Compare(string? name) => navigation.NavigateTo(ReleaseText.Address(workflow!, Id, name), replace: true);

    private Task AskAsync(ReleaseAsk ask) => dialogs!.OpenAsync(ask);

    public void Dispose() => live.Dispose();
}
