using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>
/// A workflow's golden items with their state, and the coverage of the set. An owner who is not a lead sees only their own items.
/// </summary>
public sealed partial class GoldenPage(
    GoldenReader reader,
    GoldenService golden,
    GoldenCoverageService coverageService,
    WorkflowDirectory directory,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    /// <summary>Minimum number of items for a gate (domain section 9).</summary>
    private const int Enough = 3;

    private WorkflowRef? workflow;
    private IReadOnlyList<GoldenCoverage> coverage = [];
    private IReadOnlyList<GoldenSuggestion> suggestions = [];
    private ServerGrid<GoldenRow>? grid;
    private int alive;
    private int troubled;
    private bool leads;
    private bool loaded;
    private bool busy;
    private Result? told;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        var access = await current.GetAsync();
        workflow = await FindAsync(directory, reader, access, Key, Tenant);
        leads = workflow is not null && access.Has(Role.Lead, workflow.TenantId, workflow.Id);
        if (workflow is not null)
            await SuggestAsync();
        loaded = true;
        live.Start(notifier, time, id => id == workflow?.Id, () => InvokeAsync(RefreshAsync));
    }

    /// <summary>The workflow of an address if the person may open its golden set, in any role.</summary>
    internal static async Task<WorkflowRef?> FindAsync(
        WorkflowDirectory directory,
        GoldenReader reader,
        PersonAccess access,
        string key,
        string? tenant
    )
    {
        foreach (var role in Enum.GetValues<Role>())
            if (await directory.FindAsync(access, role, key, tenant) is { } found && await reader.MayOpenAsync(access, found))
                return found;
        return null;
    }

    private async Task<GridPage<GoldenRow>> LoadAsync(GridQuery query, CancellationToken cancellationToken)
    {
        var rows = await reader.ListAsync(await current.GetAsync(cancellationToken), workflow!, cancellationToken);
        var before = (alive, troubled);
        (alive, troubled) = (rows.Count(r => r.RetiredAt is null), rows.Count(r => r.Trouble != GoldenTrouble.None));
        // The counts are outside of the grid.
        if (before != (alive, troubled))
            StateHasChanged();
        return GoldenColumns.Ordered(rows, query).ToGridPage(query);
    }

    private async Task SuggestAsync()
    {
        var access = await current.GetAsync();
        if (!leads)
            return;
        coverage = await coverageService.CoverageAsync(access, workflow!);
        suggestions = await coverageService.SuggestAsync(access, workflow!);
    }

    private async Task RefreshAsync()
    {
        await SuggestAsync();
        if (grid is not null)
            await grid.ReloadAsync();
        StateHasChanged();
    }

    /// <summary>An item that is due or was seen too often. Other problems need another answer or owner.</summary>
    private static bool NeedsConfirmation(GoldenRow row) =>
        row is { RetiredAt: null, Trouble: not GoldenTrouble.None }
        && (row.Trouble & ~(GoldenTrouble.Stale | GoldenTrouble.Leaked)) == GoldenTrouble.None;

    private async Task ConfirmAsync(GoldenRow row)
    {
        told = await golden.ConfirmAsync(await current.GetAsync(), workflow!, row.Id, row.RowVersion);
        await RefreshAsync();
    }

    private async Task ConfirmAllAsync(IReadOnlyList<GoldenRow> rows)
    {
        busy = true;
        try
        {
            Result? refused = null;
            foreach (var row in rows.Where(r => r.RetiredAt is null))
                if (await golden.ConfirmAsync(await current.GetAsync(), workflow!, row.Id, row.RowVersion) is { Ok: false } refusal)
                    refused = refusal;
            told = refused ?? Result.Done("The answers are confirmed.");
            await RefreshAsync();
        }
        finally
        {
            busy = false;
        }
    }

    private string ItemLink(GoldenRow row) => Addresses.Golden(workflow!.TenantKey, workflow.Key, row.TraceId);

    private string Due(DateTimeOffset at)
    {
        var days = (int)Math.Round((at - time.GetUtcNow()).TotalDays, MidpointRounding.AwayFromZero);
        return days < 0 ? $"{Figures.Plural(-days, "day", "days")} ago"
            : days == 0 ? "today"
            : $"in {Figures.Plural(days, "day", "days")}";
    }

    public void Dispose() => live.Dispose();
}
