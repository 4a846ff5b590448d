using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Data.Access;
using TriageConsole.Features.Agreement;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Home;

/// <summary>What waits for me.</summary>
public sealed partial class HomePage(WorkflowService workflows, AdjudicationService adjudication, GoldenReader golden, ReleaseReader releaseReader, WorkflowHealthService health, CurrentPerson current, ChangeNotifier notifier, TimeProvider time) : ComponentBase, IDisposable
{
    private string name = "";
    private bool hasRole;
    private bool labels;
    private bool administers;
    private IReadOnlyList<WorkflowRow>? labeling;
    private IReadOnlyList<WorkflowRow>? leading;
    private IReadOnlyList<WorkflowRow> unconfigured = [];
    private IReadOnlyDictionary<long, int> disputes = new Dictionary<long, int>();
    private IReadOnlyList<(string Address, string Name, int Due)> goldenDue = [];
    private IReadOnlyList<(WorkflowRef Workflow, int Alarms)> alarms = [];
    private IReadOnlyList<ReleaseWorkflowRow> releases = [];
    private bool manyTenants;
    private LiveRefresh? live;

    private string Greeting => name.Length == 0 ? "Home" : $"Hello, {name}";

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>An approver who does nothing else here sees that nothing waits; others only what does.</summary>
    private bool ShowsReleases => releases.Any(r => r.IsAsking || r.Verdicts.Count > 0) || (releases.Count > 0 && leading is { Count: 0 } && labeling is { Count: 0 });

    protected override async Task OnInitializedAsync()
    {
        await LoadAsync();
        // Any workflow: a new one appears here too.
        live = new LiveRefresh(notifier, time, _ => true, () => InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        }));
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        (name, hasRole, labels, administers) = (access.DisplayName, access.Grants.Count > 0, access.HasAnywhere(Role.Labeler), access.HasAnywhere(Role.Admin));
        var toLabel = await workflows.ListAsync(access, Role.Labeler);
        var led = await workflows.ListAsync(access, Role.Lead);
        labeling = toLabel.OrderByDescending(r => r.Counts.OpenSlots > 0).ToList();
        unconfigured = led.Where(r => !r.Workflow.Configured).ToList();
        leading = led.Where(r => r.Workflow.Configured).ToList();
        disputes = await adjudication.CountOpenAsync(access);
        goldenDue = await golden.DueAsync(access);
        releases = await releaseReader.WorkflowsAsync(access);
        alarms = await health.AlarmsAsync(access);
        manyTenants = toLabel.Concat(led).Select(r => r.Workflow.TenantId).Distinct().Count() > 1;
    }

    public void Dispose() => live?.Dispose();
}
