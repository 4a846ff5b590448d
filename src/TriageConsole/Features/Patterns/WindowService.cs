using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

/// <summary>Reads windows.</summary>
public sealed class WindowService(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>Windows with interactions, newest first.</summary>
    public async Task<IReadOnlyList<WindowRow>> ListAsync(
        PersonAccess access,
        WorkflowRef workflow,
        DateTimeOffset? from,
        DateTimeOffset? to,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can read its windows.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ListAsync(db, workflow.Id, from, to, limit, cancellationToken);
    }

    /// <summary>The same for API callers of the tenant; null if the tenant has no such workflow.</summary>
    public async Task<IReadOnlyList<WindowRow>?> ListAsync(
        ApiCaller caller,
        string workflow,
        DateTimeOffset? from,
        DateTimeOffset? to,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } workflowId ? await ListAsync(db, workflowId, from, to, limit, cancellationToken) : null;
    }

    private static async Task<IReadOnlyList<WindowRow>> ListAsync(
        TriageDbContext db,
        long workflowId,
        DateTimeOffset? from,
        DateTimeOffset? to,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var windows = db.FailureWindows.AsNoTracking().Where(w => w.WorkflowId == workflowId);
        if (from is { } since)
            windows = windows.Where(w => w.Start >= since);
        if (to is { } until)
            windows = windows.Where(w => w.Start < until);
        return [.. (await windows.OrderByDescending(w => w.Start).Take(limit).ToListAsync(cancellationToken)).Select(Row)];
    }

    private static WindowRow Row(FailureWindow w) =>
        new(
            w.Start,
            w.Changes != w.ClosedChanges,
            w.ClosedAt,
            w.Events,
            w.ExplicitNegatives,
            w.ImplicitNegatives,
            w.Negatives,
            w.Events == 0 ? null : (double)w.Negatives / w.Events,
            w.Errors,
            w.NeedsReview,
            w.Severity.ToString().ToLowerInvariant(),
            JsonSerializer.Deserialize<List<WindowPattern>>(w.Patterns)!,
            w.Action
        );
}
