using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>Finds workflows by key and releases by id for API callers, in their own tenant only.</summary>
public sealed class ReleaseLookup(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>The id of a workflow.</summary>
    public async Task<Result<long>> FindWorkflowAsync(ApiCaller caller, string? key, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(key))
            return Error.Invalid("workflow is missing.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Databases refuse a null character in a comparison, and no key contains one.
        var found = key.Contains('\0', StringComparison.Ordinal)
            ? null
            : await db
                .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == key)
                .Select(w => (long?)w.Id)
                .SingleOrDefaultAsync(cancellationToken);
        return found is { } id
            ? Result.Done("", id)
            : Error.NotFound($"There is no workflow '{key}' in this tenant. The first event with this task_type creates it.");
    }

    /// <summary>The id of the workflow that a release belongs to.</summary>
    public async Task<Result<long>> FindWorkflowOfAsync(ApiCaller caller, long releaseId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db
            .Releases.Where(r => r.TenantId == caller.TenantId && r.Id == releaseId)
            .Select(r => (long?)r.WorkflowId)
            .SingleOrDefaultAsync(cancellationToken);
        return found is { } id ? Result.Done("", id) : NoRelease(releaseId);
    }

    /// <summary>The id of the release that is live in the workflow.</summary>
    public async Task<Result<long>> FindLiveAsync(ApiCaller caller, long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db
            .Releases.Where(r => r.TenantId == caller.TenantId && r.WorkflowId == workflowId && r.State == ReleaseState.Live)
            .Select(r => (long?)r.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return found is { } id ? Result.Done("", id) : Error.NotFound("No release is live to compare with. Set the parameter to.");
    }

    internal static Error NoRelease(long id) => Error.NotFound($"There is no release {id} in this tenant.");
}
