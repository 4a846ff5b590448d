using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>Saves the gate settings of a workflow.</summary>
public sealed class ReleasePolicyService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ChangeNotifier notifier
)
{
    /// <summary>For leads of the workflow: approvers promote by these settings and cannot change them unless they are leads too.</summary>
    public async Task<Result> SaveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        ReleasePolicyForm form,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can change the gate settings.");
        var errors = form.Validate();
        if (errors.Count > 0)
            return Error.Invalid("Not saved. Correct the fields below.", errors);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var policy = await db.ReleasePolicies.SingleOrDefaultAsync(
            p => p.WorkflowId == workflow.Id && p.TenantId == workflow.TenantId,
            cancellationToken
        );
        if ((policy?.RowVersion ?? 0) != form.RowVersion)
            return ReleaseErrors.StalePage;
        // 0: the page showed the defaults.
        if (policy is null)
            db.ReleasePolicies.Add(
                policy = new ReleasePolicy
                {
                    WorkflowId = workflow.Id,
                    TenantId = workflow.TenantId,
                    RowVersion = 1,
                }
            );
        form.ApplyTo(policy);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            return ReleaseErrors.StalePage;
        }

        notifier.Publish(workflow.Id);
        return Result.Done("Saved. The gates use these settings from now on.");
    }
}
