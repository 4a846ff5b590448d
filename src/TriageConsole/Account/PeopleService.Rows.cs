using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>The rows behind people and roles; and what the command line and the first start do without an admin.</summary>
public sealed partial class PeopleService
{
    /// <summary>
    /// The first admin. With a password they can sign in at once; without, the token of a one-time link comes back.
    /// Does nothing where an admin of the console stands already.
    /// </summary>
    public async Task<PeopleOutcome?> EnsureAdminAsync(string email, string? password, CancellationToken cancellationToken = default)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            if (await OtherSiteAdminAsync(db, 0, cancellationToken)) return null;
        var (userId, _) = await FindOrAddAsync(email.Trim(), "Admin", password, cancellationToken);
        await AddGrantAsync(userId, Role.Admin, null, null, "first start", cancellationToken);
        return new PeopleOutcome(null, userId, password is null ? await links.CreateAsync(userId, true, SignInLinkService.InvitationLifetime, cancellationToken) : null);
    }

    /// <summary>For the command line and the demo, whose user holds the database: no permission is asked. Tenants and workflows must exist.</summary>
    public async Task<long> AddPersonAsync(string email, string name, IReadOnlyList<GrantSpec> grants, CancellationToken cancellationToken = default)
    {
        var everywhere = new PersonAccess(0, "command line", [new Grant(Role.Admin, null, null)]);
        var (userId, _) = await FindOrAddAsync(email, name, null, cancellationToken);
        foreach (var grant in grants)
            if (await GrantAsync(everywhere, userId, grant, cancellationToken) is { Refusal: { } refusal }) throw new ArgumentException(refusal, nameof(grants));
        return userId;
    }

    private async Task<(long UserId, bool IsNew)> FindOrAddAsync(string email, string name, string? password, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        if (await users.FindByEmailAsync(email) is { } known) return (known.Id, false);
        var shown = string.IsNullOrWhiteSpace(name) ? email : name.Trim();
        var user = new AppUser { UserName = email, Email = email, DisplayName = Core.Texts.Begin(shown, 200), LockoutEnabled = true };
        var result = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
        if (!result.Succeeded) throw new ArgumentException(string.Join(" ", result.Errors.Select(e => e.Description)));
        return (user.Id, true);
    }

    private async Task AddGrantAsync(long userId, Role role, long? tenantId, long? workflowId, string by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.RoleGrants.AnyAsync(g => g.UserId == userId && g.Role == role && g.TenantId == tenantId && g.WorkflowId == workflowId, cancellationToken)) return;
        db.RoleGrants.Add(new RoleGrant { UserId = userId, Role = role, TenantId = tenantId, WorkflowId = workflowId, GrantedAt = time.GetUtcNow(), GrantedBy = by });
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<(string? Refusal, long? TenantId, long? WorkflowId)> ResolveAsync(PersonAccess access, GrantSpec grant, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(grant.TenantKey))
        {
            if (grant.Role != Role.Admin) return ("Only admins have a role everywhere; choose a tenant for the others.", null, null);
            return access.IsSiteAdmin ? (null, null, null) : (NotYours.Refusal, null, null);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenantId = await db.Tenants.Where(t => t.Key == grant.TenantKey).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken);
        long? workflowId = null;
        if (tenantId is not null && !string.IsNullOrEmpty(grant.WorkflowKey))
        {
            workflowId = await db.Workflows.Where(w => w.TenantId == tenantId && w.Key == grant.WorkflowKey).Select(w => (long?)w.Id).SingleOrDefaultAsync(cancellationToken);
            if (workflowId is null) tenantId = null;
        }

        if (tenantId is null || !MayGive(access, tenantId, workflowId)) return ("There is no such tenant or workflow within your reach.", null, null);
        return (null, tenantId, workflowId);
    }

    /// <summary>The person, where everything they may do lies within the admin's reach; null otherwise.</summary>
    private async Task<PersonRow?> ManageableAsync(PersonAccess access, long userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var grants = (await GrantsAsync(db, userId, cancellationToken))[userId].ToList();
        if (!access.IsSiteAdmin && (grants.Count == 0 || !grants.TrueForAll(g => MayGive(access, g)))) return null;
        return await db.Users.Where(u => u.Id == userId)
            .Select(u => new PersonRow(u.Id, u.Email!, u.DisplayName, u.PasswordHash != null, u.DisabledAt, true, grants)).SingleOrDefaultAsync(cancellationToken);
    }

    private static Task<ILookup<long, PersonGrant>> GrantsAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) => GrantsOfAsync(db, [userId], cancellationToken);

    private static async Task<ILookup<long, PersonGrant>> GrantsOfAsync(TriageDbContext db, long[] users, CancellationToken cancellationToken)
    {
        var rows = await (
            from g in db.RoleGrants.Where(g => users.Contains(g.UserId))
            join t in db.Tenants on g.TenantId equals t.Id into tenants
            from t in tenants.DefaultIfEmpty()
            join w in db.Workflows on g.WorkflowId equals w.Id into workflows
            from w in workflows.DefaultIfEmpty()
            orderby t.Key, w.Key, g.Role
            select new { g.UserId, Grant = new PersonGrant(g.Id, g.Role, g.TenantId, t.Key, g.WorkflowId, w.Key) }).ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.UserId, r => r.Grant);
    }

    private static Task<bool> OtherSiteAdminAsync(TriageDbContext db, long exceptUserId, CancellationToken cancellationToken) =>
        db.RoleGrants.AnyAsync(g => g.Role == Role.Admin && g.TenantId == null && g.UserId != exceptUserId && g.User!.DisabledAt == null, cancellationToken);
}
