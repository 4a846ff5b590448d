using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Home.Impact;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Home;

/// <summary>The tasks of the signed-in person.</summary>
public sealed partial class HomePage(
    WorkflowService workflows,
    WorkflowDirectory directory,
    FlagInbox inbox,
    LabelerFlags flags,
    DisagreementReader disagreements,
    GoldenReader golden,
    ReleaseWorkflowReader releaseReader,
    WorkflowHealthService health,
    OwnImpactReader ownImpact,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    /// <summary>Maximum number of cards, rows and names. The rest is on another page or found by search.</summary>
    private const int Tiles = 12;

    private const int Rows = 25;
    private const int Names = 10;

    private string name = "";
    private bool hasRole;
    private bool labels;
    private bool administers;
    private bool approves;
    private bool leads;
    private ListPage<WorkflowRow>? labeling;
    private ListPage<WorkflowRow>? leading;
    private ListPage<WorkflowRow> unconfigured = ListPage<WorkflowRow>.None;
    private IReadOnlyDictionary<long, int> disputes = new Dictionary<long, int>();
    private IReadOnlyList<(WorkflowRef Workflow, int Alarms)> alarms = [];
    private bool isSearchable;
    private IReadOnlyList<ReleaseWorkflowRow> releases = [];
    private int replies;
    private OwnImpact? impact;
    private bool manyTenants;
    private readonly LiveRefresh live = new();

    private string Greeting => name.Length == 0 ? "Home" : $"Hello, {name}";

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Leads and approvers always see the list, also an empty one; others only if it has entries.</summary>
    private bool ShowsActions => approves || leads || Actions.Count > 0;

    private IReadOnlyList<HomeAction> Actions { get; set; } = [];

    [SupplyParameterFromQuery(Name = "find")]
    public string? Find { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    [SupplyParameterFromQuery(Name = "queues")]
    public int? QueuesPage { get; set; }

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        await LoadAsync();
        // Once per visit: figures of a week do not change with every event.
        var access = await current.GetAsync();
        impact = access.HasAnywhere(Role.Labeler) ? await ownImpact.ReadAsync(access) : null;
        // Any workflow: a new one must appear here too.
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
        (name, hasRole, labels, administers, approves, leads) = (
            access.DisplayName,
            access.Grants.Count > 0,
            access.HasAnywhere(Role.Labeler),
            access.HasAnywhere(Role.Admin),
            access.HasAnywhere(Role.Approver),
            access.HasAnywhere(Role.Lead)
        );
        labeling = await workflows.PageAsync(access, [Role.Labeler], new(Find, QueuesPage ?? 1, Tiles, WorkflowOrder.OpenSlots));
        leading = await workflows.PageAsync(access, [Role.Lead], new(Find, Page ?? 1, Rows, Configured: true));
        unconfigured = await workflows.PageAsync(access, [Role.Lead], new(Size: Names, Configured: false));
        isSearchable = !string.IsNullOrWhiteSpace(Find) || labeling.Total > Tiles || leading.Total > Rows;
        disputes = await disagreements.CountOpenAsync(access, [.. leading.Items.Select(r => r.Workflow.Id)]);
        releases = await releaseReader.AskingAsync(access, Rows);
        alarms = await health.AlarmsAsync(access, Names);
        replies = await flags.UnseenAsync(access);
        Actions = HomeActions.Of(
            releases,
            w => ReleaseRights.Of(access, w),
            await inbox.WaitingAsync(access, Names),
            [.. (await disagreements.WaitingAsync(access, Names)).Select(w => (w.Workflow, Disagreements(w.Open)))],
            await golden.DueAsync(access),
            alarms,
            [.. unconfigured.Items.Select(r => r.Workflow)]
        );
        manyTenants = await directory.HasManyTenantsAsync(access, [Role.Labeler, Role.Lead]);
    }

    private static string Disagreements(int open) =>
        open > DisagreementReader.PageSize ? $"{DisagreementReader.PageSize}+" : Figures.Count(open);

    public void Dispose() => live.Dispose();
}
