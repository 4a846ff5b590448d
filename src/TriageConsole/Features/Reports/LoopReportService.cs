using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Reports;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Outcomes;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Reports;

/// <summary>Computes the loop report of a workflow for a week, for its leads and approvers and for API callers of the tenant.</summary>
public sealed class LoopReportService(
    IDbContextFactory<TriageDbContext> contexts,
    OutcomeDashboard dashboard,
    ReleaseWorkflowReader releases,
    AgreementService agreement,
    TimeProvider time
)
{
    /// <summary>The last week that has ended.</summary>
    public IsoWeek LastWeek => IsoWeek.LastComplete(time.GetUtcNow());

    /// <summary>Finds the workflow of an address if the person is its lead or approver; otherwise null.</summary>
    public Task<WorkflowRef?> FindAsync(
        PersonAccess access,
        string key,
        string? tenantKey,
        CancellationToken cancellationToken = default
    ) => dashboard.FindAsync(access, key, tenantKey, cancellationToken);

    /// <summary>
    /// The week of an address: <c>2026-W47</c>, or the last complete week if it names none. A week that has not begun is refused.
    /// </summary>
    public Result<IsoWeek> Week(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Result.Done("", LastWeek);
        if (!IsoWeek.TryParse(text.Trim(), out var week))
            return Error.InvalidField("week", $"week must be an ISO week such as {LastWeek}.");
        return week.Start > time.GetUtcNow()
            ? Error.InvalidField("week", $"The week {week} has not begun. The last complete week is {LastWeek}.")
            : Result.Done("", week);
    }

    /// <exception cref="AccessDeniedException">The person is neither lead nor approver of the workflow.</exception>
    public Task<LoopReport> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        IsoWeek week,
        CancellationToken cancellationToken = default
    ) =>
        access.Has(Role.Lead, workflow.TenantId, workflow.Id) || access.Has(Role.Approver, workflow.TenantId, workflow.Id)
            ? ReadAsync(workflow, week, cancellationToken)
            : throw new AccessDeniedException("Only leads and approvers of the workflow can read its report.");

    /// <summary>For API callers of the tenant; null if it has no such workflow.</summary>
    public async Task<LoopReport?> ReadAsync(ApiCaller caller, string workflow, IsoWeek week, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(WorkflowDirectory.AsRef)
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : await ReadAsync(found, week, cancellationToken);
    }

    /// <summary>Without a check of rights: for the job that sends it to people who have them.</summary>
    internal async Task<LoopReport> ReadAsync(WorkflowRef workflow, IsoWeek week, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await db
            .Workflows.Where(w => w.TenantId == workflow.TenantId && w.Id == workflow.Id)
            .Select(w => new
            {
                w.OutcomeMetric,
                w.OutcomeUnit,
                w.OutcomeDirection,
                w.ValuePerUnit,
            })
            .SingleAsync(cancellationToken);
        // Days: the same sums as in the week's table of outcomes, whatever the amount of traffic.
        var filter = new OutcomeFilter
        {
            From = week.Previous.Start,
            To = week.End,
            Grain = Rollup.Day,
        };
        var view = await dashboard.ReadAsync(workflow, filter, cancellationToken);
        var measures = ReportMeasures.Of(view, week);
        var own = view.Metrics is [var first, ..] ? (first.Name, first.LowerIsBetter) : (settings.OutcomeMetric, IsLower());
        var unit = ImpactUnit.Of(settings.OutcomeUnit, settings.OutcomeMetric ?? own.Item1, settings.ValuePerUnit);
        var (moves, changed) = await new ReportReleases(db, workflow, week).ReadAsync(cancellationToken);
        var sets = await ReportSetChanges.ReadAsync(db, workflow, week, cancellationToken);
        var report = new LoopReport(
            workflow.Key,
            workflow.Name,
            workflow.TenantKey,
            week.ToString(),
            week.Start,
            week.End,
            week.End <= now,
            now,
            [],
            measures,
            ReportMeasures.Versions(view, week),
            await ReportPatternReader.ReadAsync(db, workflow, own, week, changed, cancellationToken),
            [.. moves.Concat(sets).OrderBy(c => c.At)],
            await new ReportExpertReader(db, agreement, workflow, week).ReadAsync((settings.ValuePerUnit, unit), cancellationToken),
            await new ReportStepReader(db, workflow, now).ReadAsync(
                await releases.OfAsync(workflow, cancellationToken),
                measures.FirstOrDefault(m => m.Kind == ReportMeasureKind.Outcome),
                ReportMeasures.Interactions(view, week),
                unit,
                cancellationToken
            )
        );
        return report with { Summary = ReportSummary.Of(report) };

        bool IsLower() => settings.OutcomeDirection == OutcomeDirection.LowerIsBetter;
    }
}
