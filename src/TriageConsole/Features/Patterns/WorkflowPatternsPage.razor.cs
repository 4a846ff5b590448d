using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

/// <summary>The current windows and patterns of a workflow.</summary>
public sealed partial class WorkflowPatternsPage(
    PatternService patterns,
    WindowService windowService,
    WorkflowDirectory directory,
    WorkflowService workflows,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time,
    ISnackbar snackbar,
    IOptions<PatternOptions> options
) : ComponentBase, IDisposable
{
    private const int MaxWindows = 2400;

    /// <summary>The minimum time between two refreshes of the page.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private WorkflowRef? workflow;
    private WindowPeriod? period;
    private IReadOnlyList<WindowRow> windows = [];
    private SearchReport? search;
    private ListPage<PatternReport> inForce = ListPage<PatternReport>.None;
    private ListPage<PatternReport> past = ListPage<PatternReport>.None;
    private IReadOnlyList<PatternPerson> people = [];
    private ImpactUnit unit = new(null, 1);
    private int revision;
    private bool loaded;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "span")]
    public string? Span { get; set; }

    private PatternOptions Rules => options.Value;

    private int waiting;
    private int snoozedCount;

    /// <summary>Shows the snoozed patterns instead of the others.</summary>
    [SupplyParameterFromQuery(Name = "snoozed")]
    public string? SnoozedText { get; set; }

    private bool ShowsSnoozed => SnoozedText == "true";

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    [SupplyParameterFromQuery(Name = "past")]
    public int? PastPage { get; set; }

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        var access = await current.GetAsync();
        workflow = await directory.FindAsync(access, Role.Lead, Key, Tenant);
        if (workflow is not null)
        {
            var settings = (await workflows.FindAsync(access, Key, Tenant))?.Settings;
            unit = ImpactUnit.Of(settings?.OutcomeUnit, settings?.OutcomeMetric, settings?.ValuePerUnit ?? 1);
            people = await patterns.PeopleAsync(access, workflow);
            await LoadAsync();
        }

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
        DateTimeOffset? latest = await windowService.ListAsync(access, workflow!, null, null, 1) is [var newest, ..] ? newest.Start : null;
        period = WindowPeriod.Of(Span, latest, time.GetUtcNow());
        windows = await windowService.ListAsync(access, workflow!, period.From, period.To, MaxWindows);
        (search, inForce, waiting) = await patterns.PageAsync(access, workflow!, inForce: true, Page ?? 1, ShowsSnoozed);
        snoozedCount = await patterns.CountSnoozedAsync(access, workflow!);
        (_, past, _) = await patterns.PageAsync(access, workflow!, inForce: false, PastPage ?? 1);
    }

    private async Task ChangeAsync(PatternChange change)
    {
        var result = await patterns.ChangeAsync(
            await current.GetAsync(),
            workflow!,
            change.Pattern.Id,
            change.Seen,
            change.State,
            change.OwnerId
        );
        await LoadAsync();
        revision++;
        if (!result.Ok)
        {
            snackbar.Add(result.Message, Severity.Error);
            return;
        }

        var back = change with
        {
            Seen = new PatternStanding(change.State, change.OwnerId),
            State = change.Seen.State,
            OwnerId = change.Seen.OwnerId,
        };
        snackbar.Add(
            change.State == change.Seen.State ? "Owner saved." : $"Status saved: {PatternWords.Word(change.State)}.",
            Severity.Success,
            options =>
            {
                options.Action = "Undo";
                options.OnClick = _ => InvokeAsync(() => ChangeAsync(back));
            }
        );
    }

    public void Dispose() => live.Dispose();
}
