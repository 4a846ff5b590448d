using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>
/// Flags for applications. A change needs a person: the request names a lead, whose rights are checked and who is recorded as its author.
/// </summary>
public sealed class FlagApi(IDbContextFactory<TriageDbContext> contexts, FlagActions actions, AccessService people)
{
    /// <summary>Null if the tenant of the key has no such workflow.</summary>
    public async Task<FlagsAnswer?> ListAsync(
        ApiCaller caller,
        string workflow,
        FlagFilter filter,
        int page,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (id is not { } workflowId)
            return null;
        var rows = await FlagInbox.PageAsync(db, caller.TenantId, workflowId, filter, page, cancellationToken);
        var messages = await FlagInbox.MessagesAsync(db, [.. rows.Select(r => r.Id)], cancellationToken);
        return new FlagsAnswer(workflow, rows.Total, rows.Number, [.. rows.Select(r => FlagAnswer.Of(r, messages[r.Id]))]);
    }

    public async Task<Result> ReplyAsync(
        ApiCaller caller,
        long flagId,
        string? by,
        string? text,
        CancellationToken cancellationToken = default
    )
    {
        var found = await LeadAsync(caller, flagId, by, cancellationToken);
        if (!found.Ok)
            return found.Error;
        var (lead, workflow) = found.Value;
        return await actions.ReplyAsync(lead, workflow, flagId, text ?? "", cancellationToken);
    }

    public async Task<Result> ResolveAsync(
        ApiCaller caller,
        long flagId,
        string? by,
        string? note,
        FlagAction action,
        CancellationToken cancellationToken = default
    )
    {
        var found = await LeadAsync(caller, flagId, by, cancellationToken);
        if (!found.Ok)
            return found.Error;
        var (lead, workflow) = found.Value;
        return await actions.ResolveAsync(lead, workflow, flagId, note ?? "", action, cancellationToken);
    }

    /// <summary>The lead that the request names, with the workflow of the flag in the tenant of the key.</summary>
    private async Task<Result<(PersonAccess Lead, WorkflowRef Workflow)>> LeadAsync(
        ApiCaller caller,
        long flagId,
        string? by,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await db
            .Flags.Where(f => f.Id == flagId && f.TenantId == caller.TenantId && f.State != FlagState.Withdrawn)
            .Join(db.Workflows, f => f.WorkflowId, w => w.Id, (_, w) => w)
            .Select(WorkflowDirectory.AsRef)
            .SingleOrDefaultAsync(cancellationToken);
        if (workflow is null)
            return FlagActions.Gone;
        if (string.IsNullOrWhiteSpace(by) && caller.Person is null)
            return Error.InvalidField("by", "by is missing: the email address of a lead of the workflow.");
        var lead = await people.ForCallerAsync(caller, by, cancellationToken);
        // One answer for all of these, so that the key does not tell who has an account.
        return lead.Has(Data.Access.Role.Lead, workflow.TenantId, workflow.Id)
            ? Result.Done("", (lead, workflow))
            : Error.InvalidField("by", "by is not the email address of a lead of the workflow.");
    }
}
