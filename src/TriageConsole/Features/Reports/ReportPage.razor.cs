using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Reports;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Reports;

/// <summary>The loop report of a workflow for one week. Without a workflow in the address: the one with the most traffic.</summary>
public sealed partial class ReportPage(
    LoopReportService reports,
    WorkflowService workflows,
    CurrentPerson current,
    NavigationManager navigation,
    TimeProvider time
) : ComponentBase
{
    private readonly LoadOrder loads = new();

    /// <summary>The workflows with the most traffic that the field offers. Others have the report among their pages.</summary>
    private const int Offered = 50;

    private WorkflowRef? workflow;
    private IReadOnlyList<WorkflowRef> others = [];
    private LoopReport? report;
    private IsoWeek? week;
    private string? problem;
    private bool leads;
    private bool loaded;

    [Parameter]
    public string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    /// <summary>An ISO week, such as 2026-W47. Missing: the last complete week.</summary>
    [SupplyParameterFromQuery(Name = "week")]
    public string? Week { get; set; }

    private TimeProvider Time => time;

    private LoopReportService Reports => reports;

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        var access = await current.GetAsync();
        others =
        [
            .. (
                await workflows.PageAsync(access, [Role.Lead, Role.Approver], new(Size: Offered, Order: WorkflowOrder.Interactions))
            ).Items.Select(w => w.Workflow),
        ];
        var found = Key is null ? (others is [var busiest, ..] ? busiest : null) : await reports.FindAsync(access, Key, Tenant);
        // A report that is not for this address must not stay while the next one is computed.
        (report, week, problem) = (null, null, null);
        workflow = found;
        if (found is not null)
            await LoadAsync(access, found);
        loaded = true;
    }

    private async Task LoadAsync(PersonAccess access, WorkflowRef found)
    {
        leads = access.Has(Role.Lead, found.TenantId, found.Id);
        if (found is { } known && !others.Any(w => w.Id == known.Id))
            others = [known, .. others];
        var asked = reports.Week(Week);
        if (!asked.Ok)
        {
            problem = asked.Error.Message;
            return;
        }

        week = asked.Value;
        report = await reports.ReadAsync(access, found, asked.Value);
    }

    private string Name(WorkflowRef one) => others.Count(w => w.Name == one.Name) > 1 ? $"{one.Name} ({one.TenantKey})" : one.Name;

    private void Open(string address) =>
        navigation.NavigateTo($"report/{address}{(Week is { Length: > 0 } w ? "&week=" + Uri.EscapeDataString(w) : "")}");

    /// <summary>The report of a week; null: the last complete one.</summary>
    private string To(IsoWeek? other) =>
        $"report/{Addresses.Segment(workflow!.Key)}{Addresses.Query(("tenant", workflow.TenantKey), ("week", other?.ToString()))}";

    private string File(string format) =>
        "exports/report"
        + Addresses.Query(("workflow", workflow!.Key), ("tenant", workflow.TenantKey), ("week", week?.ToString()), ("format", format));
}
