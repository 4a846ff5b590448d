using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Triage;

/// <summary>The queues of all workflows that a person leads.</summary>
public sealed partial class QueuesPage(QueueList list, CurrentPerson current, ChangeNotifier notifier, TimeProvider time)
    : ComponentBase,
        IDisposable
{
    private ServerGrid<QueueSummary>? grid;
    private readonly LiveRefresh live = new();

    [SupplyParameterFromQuery(Name = "find")]
    public string? Find { get; set; }

    protected override void OnInitialized() =>
        live.Start(notifier, time, _ => true, () => InvokeAsync(() => grid?.ReloadAsync() ?? Task.CompletedTask));

    private async Task<GridPage<QueueSummary>> LoadAsync(GridQuery query, CancellationToken cancellationToken) =>
        await list.QueuesAsync(await current.GetAsync(cancellationToken), Find, query, cancellationToken);

    public void Dispose() => live.Dispose();
}
