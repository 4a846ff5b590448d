using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>One release: what its gates say and said, what it consists of, what it changes, how it did beside others.</summary>
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
    private ReleaseDialogs? desk;
    private bool loaded;
    private LiveRefresh? live;

    [Parameter]
    public string Key { get; set; } = "";

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    /// <summary>The name of the release it is compared with; without one, what is live, or was before it.</summary>
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
            ReleaseState.Draft => "A draft's gates are asked once it is evaluated, or tried on traffic.",
            ReleaseState.Evaluating or ReleaseState.Shadow or ReleaseState.Canary => "They are looked at in a moment.",
            _ => "What they said when it was moved is in the history.",
        };

    protected override async Task OnParametersSetAsync()
    {
        detail = null;
        workflow = await reader.FindAsync(await current.GetAsync(), Key, Tenant);
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
                }),
            Pace
        );
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        rights = ReleaseRights.Of(access, workflow!);
        detail = await details.ReadAsync(access, workflow!, Id);
        if (detail is null)
            return;
        // What the address asks for, else what is live, else what was before it.
        against = Others
            .OrderByDescending(r => r.Name == From)
            .ThenByDescending(r => r.State == ReleaseState.Live)
            .ThenByDescending(r => r.Name == (detail.PreviousLive ?? detail.CopiedFrom))
            .FirstOrDefault();
        difference = against is null ? null : await details.DifferenceAsync(access, workflow!, against.Id, Id);
    }

    /// <summary>The address says what is compared.</summary>
    private void Compare(string? name) => navigation.NavigateTo(ReleaseText.Address(workflow!, Id, name), replace: true);

    private Task AskAsync(ReleaseAsk ask) => desk!.OpenAsync(ask);

    public void Dispose() => live?.Dispose();
}
