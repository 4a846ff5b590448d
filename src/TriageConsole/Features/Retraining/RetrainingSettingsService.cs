using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Retraining;

/// <summary>The settings of retraining of a workflow, for its leads.</summary>
internal sealed class RetrainingSettingsService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<RetrainingOptions> options
)
{
    public async Task<RetrainingSettingsForm> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        RetrainingService.Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return RetrainingSettingsForm.Of(
            await db.RetrainingSettings.AsNoTracking().SingleOrDefaultAsync(s => s.WorkflowId == workflow.Id, cancellationToken)
                ?? new RetrainingSettings()
        );
    }

    public async Task<Result> SaveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        RetrainingSettingsForm form,
        CancellationToken cancellationToken = default
    )
    {
        RetrainingService.Demand(access, workflow);
        if (form.Problem() is { } problem)
            return Error.Invalid(problem);
        if (form.Executor.Trim().Length > 0 && !options.Value.Executors.ContainsKey(form.Executor.Trim()))
            return Error.Invalid("The configuration of the server has no such executor.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            form.EvaluationEndpointId is { } endpoint
            && !await db.ModelEndpoints.AnyAsync(
                e => e.Id == endpoint && e.TenantId == workflow.TenantId && e.RemovedAt == null,
                cancellationToken
            )
        )
            return Error.Invalid("The endpoint does not exist. An admin can add endpoints.");
        var stored = await db.RetrainingSettings.SingleOrDefaultAsync(s => s.WorkflowId == workflow.Id, cancellationToken);
        if ((stored?.RowVersion ?? 0) != form.RowVersion)
            return Stale();
        if (stored is null)
            // From 1: a form that was read before there was a row must not write over it.
            db.RetrainingSettings.Add(
                stored = new RetrainingSettings
                {
                    WorkflowId = workflow.Id,
                    TenantId = workflow.TenantId,
                    RowVersion = 1,
                }
            );
        var before = stored.Autopilot;
        form.CopyTo(stored);
        AuditTrail.Add(
            db,
            time.GetUtcNow(),
            AuditActor.Of(access),
            workflow.TenantId,
            AuditActions.RetrainingSettingsChanged,
            workflow.Key,
            new { AutopilotBefore = before, stored.Autopilot }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            return Stale();
        }

        notifier.Publish(workflow.Id);
        return Result.Done("Saved.");
    }

    private static Error Stale() => Error.Conflict("Another user changed the settings at the same time. Reload the page.");
}
