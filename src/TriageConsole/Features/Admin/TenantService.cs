using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

/// <summary>Lists the tenants of an admin, and switches simulated traffic of demo tenants on and off.</summary>
public sealed class TenantService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time, ILogger<TenantService> logger)
{
    /// <summary>Simulated traffic was switched on or off on this instance.</summary>
    public event Action? SimulationChanged;

    /// <summary>The tenants that the person administers.</summary>
    public async Task<IReadOnlyList<TenantRow>> ListAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var scope = access.Scope(Role.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Tenants.Where(t => scope.Everywhere || scope.Tenants.Contains(t.Id))
            .OrderBy(t => t.Key)
            .Select(t => new TenantRow(
                t.Id,
                t.Key,
                t.Name,
                t.CreatedAt,
                db.Workflows.Count(w => w.TenantId == t.Id),
                t.DemoFinishedAt != null,
                t.SimulatedSince
            ))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The names of the tenants with simulated traffic in which the person has any role.</summary>
    public async Task<IReadOnlyList<string>> SimulatedAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        if (access.IsNobody)
            return [];
        var everywhere = access.Grants.Any(g => g.TenantId is null);
        var tenants = access.Grants.Where(g => g.TenantId is not null).Select(g => g.TenantId!.Value).Distinct().ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Tenants.Where(t => t.SimulatedSince != null && (everywhere || tenants.Contains(t.Id)))
            .OrderBy(t => t.Key)
            .Select(t => t.Name)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Switches simulated traffic of a demo tenant on or off. Refused for other tenants.</summary>
    /// <exception cref="AccessDeniedException">The person is not an admin of the tenant.</exception>
    public async Task<Result> SimulateAsync(PersonAccess access, long tenantId, bool on, CancellationToken cancellationToken = default)
    {
        if (!access.Has(Role.Admin, tenantId, null))
            throw new AccessDeniedException("Only an admin of the tenant can switch simulated traffic on or off.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Id == tenantId, cancellationToken);
        if (tenant is null)
            return Error.NotFound("There is no such tenant.");
        if (on && tenant.DemoFinishedAt is null)
            return Error.Invalid("Only a demo tenant can have simulated traffic.");
        tenant.SimulatedSince = on ? tenant.SimulatedSince ?? time.GetUtcNow() : null;
        await db.SaveChangesAsync(cancellationToken);
        TenantLog.Simulated(logger, access.UserId, tenantId, on);
        SimulationChanged?.Invoke();
        return Result.Done(on ? $"Simulated traffic of {tenant.Name} is on." : $"Simulated traffic of {tenant.Name} is off.");
    }
}
