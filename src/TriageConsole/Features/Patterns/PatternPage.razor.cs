using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

/// <summary>One pattern: figures, trend, owner, status and failures.</summary>
public sealed partial class PatternPage(
    PatternService patterns,
    InteractionService interactions,
    WorkflowDirectory directory,
    WorkflowService workflows,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private const int PageSize = 50;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private WorkflowRef? workflow;
    private PatternDetail? detail;
    private PatternStanding? seen;
    private PatternState state;
    private string owner = "";
    private ImpactUnit unit = new(null, 1);
    private List<InteractionRow> rows = [];
    private IReadOnlyList<PatternActivityRow> activity = [];
    private string? next;
    private Result? told;
    private bool loaded;
    private bool busy;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    private bool IsChanged => seen is not null && (state != seen.State || OwnerId != seen.OwnerId);

    /// <summary>The possible owners, and the current one even if that person is no longer a lead.</summary>
    private IEnumerable<(string Id, string Name)> Owners =>
        detail!
            .People.Select(p => (p.Id, p.Name))
            .Concat(
                seen?.OwnerId is { } known && detail.People.All(o => o.Id != known) ? [(known, $"{detail.Pattern.Owner} (not a lead)")] : []
            )
            .Select(p => (p.Id.ToString(CultureInfo.InvariantCulture), p.Name));

    private long? OwnerId => long.TryParse(owner, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The most likely next step of a lead.</summary>
    private (PatternState State, string Words)? Next =>
        seen?.State switch
        {
            PatternState.New or PatternState.Regressed => (PatternState.Acknowledged, "Acknowledge"),
            PatternState.Acknowledged => (PatternState.Fixing, "Start fixing"),
            PatternState.Fixing => (PatternState.Fixed, "Mark as fixed"),
            _ => null,
        };

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        (told, detail, rows) = (null, null, []);
        workflow = await directory.FindAsync(await current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
        {
            var settings = (await workflows.FindAsync(await current.GetAsync(), Key, Tenant))?.Settings;
            unit = ImpactUnit.Of(settings?.OutcomeUnit, settings?.OutcomeMetric, settings?.ValuePerUnit ?? 1);
            seen = null;
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

    /// <summary>Unsaved changes of the person stay. A conflict with another user is reported on save.</summary>
    private async Task LoadAsync()
    {
        detail = await patterns.ReadAsync(await current.GetAsync(), workflow!, Id);
        if (detail is null)
            return;
        activity = await patterns.ActivityAsync(await current.GetAsync(), workflow!, Id);
        // Keep a list that the person extended.
        if (rows.Count <= PageSize)
            (rows, next) = (detail.Failures.Items.ToList(), detail.Failures.NextCursor);
        // Only now: the person can have chosen another value while this read.
        if (!IsChanged)
            Show(detail.Standing);
    }

    private void Show(PatternStanding standing) =>
        (seen, state, owner) = (standing, standing.State, standing.OwnerId?.ToString(CultureInfo.InvariantCulture) ?? "");

    private string NameOf(string id) => id.Length == 0 ? "no owner" : Owners.FirstOrDefault(o => o.Id == id).Name ?? "";

    private Task SaveChosenAsync() => SaveAsync(state, OwnerId);

    private async Task SaveAsync(PatternState to, long? ownerId)
    {
        state = to;
        told = await patterns.ChangeAsync(await current.GetAsync(), workflow!, Id, seen!, to, ownerId);
        // What the person has chosen meanwhile stays as an unsaved change. After a conflict the page shows what is stored.
        seen = told.Ok ? new PatternStanding(to, ownerId) : null;
        await LoadAsync();
    }

    private async Task ShowAsync(Result result)
    {
        told = result;
        await LoadAsync();
    }

    private async Task MoreAsync()
    {
        busy = true;
        var page = await interactions.OfPatternAsync(await current.GetAsync(), workflow!, Id, next, PageSize);
        rows.AddRange(page.Items);
        (next, busy) = (page.NextCursor, false);
    }

    public void Dispose() => live.Dispose();
}
