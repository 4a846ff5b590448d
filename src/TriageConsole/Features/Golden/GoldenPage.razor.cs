using System.Globalization;
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
    private IReadOnlyList<GoldenRow> rows = [];
    private IReadOnlyList<GoldenCoverage> coverage = [];
    private IReadOnlyList<GoldenSuggestion> suggestions = [];
    private bool leads;
    private bool loaded;
    private Result? told;
    private LiveRefresh? live;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    private ListPage<GoldenRow> Shown => rows.ToPage(Page ?? 1, Paging.Rows);

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    private int Alive => rows.Count(r => r.RetiredAt is null);

    private int Troubled => rows.Count(r => r.Trouble != GoldenTrouble.None);

    protected override async Task OnParametersSetAsync()
    {
        var access = await current.GetAsync();
        workflow = await FindAsync(directory, reader, access, Key, Tenant);
        leads = workflow is not null && access.Has(Role.Lead, workflow.TenantId, workflow.Id);
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
                })
        );
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

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        rows = await reader.ListAsync(access, workflow!);
        if (!leads)
            return;
        coverage = await coverageService.CoverageAsync(access, workflow!);
        suggestions = await coverageService.SuggestAsync(access, workflow!);
    }

    private async Task ConfirmAsync(GoldenRow row)
    {
        var result = await golden.ConfirmAsync(await current.GetAsync(), workflow!, row.Id, row.RowVersion);
        told = result;
        await LoadAsync();
    }

    private string ItemLink(GoldenRow row) => NewLink(row.TraceId);

    private string NewLink(string trace) => Addresses.Golden(workflow!.TenantKey, workflow.Key, trace);

    private string Due(DateTimeOffset at)
    {
        var days = (int)Math.Round((at - time.GetUtcNow()).TotalDays, MidpointRounding.AwayFromZero);
        return days < 0 ? $"{Figures.Plural(-days, "day", "days")} ago"
            : days == 0 ? "today"
            : $"in {Figures.Plural(days, "day", "days")}";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    public void Dispose() => live?.Dispose();
}
