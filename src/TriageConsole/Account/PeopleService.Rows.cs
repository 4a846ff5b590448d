using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>The rows behind people and roles; and what the command line and the first start do without an admin.</summary>
public sealed partial class PeopleService
{
    private static readonly PersonAccess CommandLine = new(0, "command line", [new Grant(Role.Admin, null, null)]);

    /// <summary>
    /// The first admin. With a password they can sign in at once; without, the token of a one-time link comes back.
    /// Does nothing where an admin of the console stands already. An account of that address that somebody else made loses its password.
    /// </summary>
    public async Task<PersonChange?> EnsureAdminAsync(string email, string? password, CancellationToken cancellationToken = default)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            if (await OtherSiteAdminAsync(db, 0, cancellationToken))
                return null;
        var hash = password is null ? null : await HashAsync(email, password);
        var (userId, _) = await FindOrAddAsync(email.Trim(), "Admin", cancellationToken);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await SignInLinkService.SetPasswordAsync(db, userId, hash, cancellationToken);
            await SignInLinkService.EndAsync(SignInLinkService.Outstanding(db, userId), time.GetUtcNow(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await GiveAsync(CommandLine, userId, [new GrantSpec(Role.Admin, null)], isNew: true, cancellationToken);
        return new PersonChange(userId, password is null ? await links.CreateAsync(userId, true, SignInLinkService.InvitationLifetime, cancellationToken) : null);
    }

    /// <summary>For the command line and the demo, whose user holds the database: no permission is asked. Tenants and workflows must exist.</summary>
    public async Task<long> AddPersonAsync(
        string email,
        string name,
        IReadOnlyList<GrantSpec> grants,
        CancellationToken cancellationToken = default
    )
    {
        var (userId, _) = await FindOrAddAsync(email, name, cancellationToken);
        return await GiveAsync(CommandLine, userId, grants, isNew: true, cancellationToken) is { Outcome.Error: { } refusal }
            ? throw new ArgumentException(refusal.Message, nameof(grants))
            : userId;
    }

    private async Task<string> HashAsync(string email, string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var user = new AppUser
        {
            UserName = email,
            Email = email,
            DisplayName = "Admin",
        };
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, user, password);
            if (!result.Succeeded)
                throw new ArgumentException(string.Join(" ", result.Errors.Select(e => e.Description)));
        }

        return users.PasswordHasher.HashPassword(user, password);
    }

    /// <summary>New is also an account that nobody runs: without password, role, offer and session, as an invitation that broke off leaves it.</summary>
    private async Task<(long UserId, bool IsNew)> FindOrAddAsync(string email, string name, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        if (await FindAsync(email, cancellationToken) is { } known)
            return known;

        var shown = string.Concat(name.Where(c => !char.IsControl(c))).Trim() is { Length: > 0 } given ? given : email;
        var user = new AppUser
        {
            UserName = email,
            Email = email,
            DisplayName = Core.Texts.Begin(shown, 200),
        };
        try
        {
            var result = await users.CreateAsync(user);
            if (result.Succeeded)
                return (user.Id, true);
            if (await FindAsync(email, cancellationToken) is { } before)
                return before;
            throw new ArgumentException(string.Join(" ", result.Errors.Select(e => e.Description)));
        }
        catch (DbUpdateException e)
        {
            // Somebody else invited the same address at the same moment: the first to lock the account gives, the others offer.
            if (await FindAsync(email, cancellationToken) is { } meanwhile)
                return meanwhile;
            throw new InvalidOperationException("The account could not be added.", e);
        }
    }

    private async Task<(long UserId, bool IsNew)?> FindAsync(string email, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>().FindByEmailAsync(email) is not { } user)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (user.Id, await IsUnclaimedAsync(db, user.Id, cancellationToken));
    }

    private static Task<bool> IsUnclaimedAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(
            u =>
                u.Id == userId
                && u.DisabledAt == null
                && u.PasswordHash == null
                && !db.RoleGrants.Any(g => g.UserId == userId)
                && !db.RoleOffers.Any(o => o.UserId == userId)
                && !db.AccountSessions.Any(s => s.UserId == userId),
            cancellationToken
        );

    private async Task<string?> StoredAddressAsync(long userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.Where(u => u.Id == userId).Select(u => u.Email).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Gives the roles where the account is nobody's yet, or has an accepted role in the tenant already; offers them otherwise. The account
    /// stays locked meanwhile, so that the answer cannot change in between.
    /// </summary>
    private async Task<(Result<PersonChange> Outcome, bool IsOffer)> GiveAsync(
        PersonAccess access,
        long userId,
        IReadOnlyList<GrantSpec> specs,
        bool isNew,
        CancellationToken cancellationToken
    )
    {
        var places = new List<(Role Role, long? TenantId, long? WorkflowId)>();
        foreach (var spec in specs)
        {
            var (refusal, tenantId, workflowId) = await ResolveAsync(access, spec, cancellationToken);
            if (refusal is not null)
                return (refusal, false);
            places.Add((spec.Role, tenantId, workflowId));
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, 0), cancellationToken);
        var now = time.GetUtcNow();
        var direct = access == CommandLine;
        if (isNew && !direct && await IsUnclaimedAsync(db, userId, cancellationToken))
        {
            direct = true;
            // Left by an invitation that another admin took back.
            await SignInLinkService.EndAsync(SignInLinkService.Outstanding(db, userId), now, cancellationToken);
        }

        var held = await db
            .RoleGrants.AsNoTracking()
            .Where(g => g.UserId == userId)
            .Select(g => new
            {
                g.Role,
                g.TenantId,
                g.WorkflowId,
            })
            .ToListAsync(cancellationToken);
        var offered = await db
            .RoleOffers.AsNoTracking()
            .Where(o => o.UserId == userId)
            .Select(o => new
            {
                o.Role,
                o.TenantId,
                o.WorkflowId,
            })
            .ToListAsync(cancellationToken);
        var (by, isOffer) = (access.UserId == 0 ? (long?)null : access.UserId, false);
        foreach (var (role, tenantId, workflowId) in places.Distinct())
        {
            var place = new
            {
                Role = role,
                TenantId = tenantId,
                WorkflowId = workflowId,
            };
            if (held.Contains(place))
                continue;
            var waits = !direct && !held.Exists(h => h.TenantId == tenantId);
            isOffer |= waits;
            AccountLog.RoleGiven(logger, access.UserId, userId, role, tenantId, workflowId, waits);
            if (!waits)
                db.RoleGrants.Add(
                    new RoleGrant
                    {
                        UserId = userId,
                        Role = role,
                        TenantId = tenantId,
                        WorkflowId = workflowId,
                        GrantedAt = now,
                        GrantedBy = access.DisplayName,
                        GrantedById = by,
                    }
                );
            else if (!offered.Contains(place))
                db.RoleOffers.Add(
                    new RoleOffer
                    {
                        UserId = userId,
                        Role = role,
                        TenantId = tenantId,
                        WorkflowId = workflowId,
                        OfferedAt = now,
                        OfferedBy = access.DisplayName,
                        OfferedById = by,
                    }
                );
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (Result.Done("", new PersonChange(userId)), isOffer);
    }

    private async Task<(Error? Refusal, long? TenantId, long? WorkflowId)> ResolveAsync(
        PersonAccess access,
        GrantSpec grant,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(grant.TenantKey))
        {
            if (grant.Role != Role.Admin)
                return (Error.Invalid("Only admins have a role everywhere; choose a tenant for the others."), null, null);
            return access.IsSiteAdmin ? (null, null, null) : (NotYours, null, null);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenantId = await db
            .Tenants.Where(t => t.Key == grant.TenantKey)
            .Select(t => (long?)t.Id)
            .SingleOrDefaultAsync(cancellationToken);
        long? workflowId = null;
        if (tenantId is not null && !string.IsNullOrEmpty(grant.WorkflowKey))
        {
            workflowId = await db
                .Workflows.Where(w => w.TenantId == tenantId && w.Key == grant.WorkflowKey)
                .Select(w => (long?)w.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (workflowId is null)
                tenantId = null;
        }

        if (tenantId is null || !MayGive(access, tenantId, workflowId))
            return (Error.NotFound("There is no such tenant or workflow within your reach."), null, null);
        return (null, tenantId, workflowId);
    }

    /// <summary>The person, where everything they may do lies within the admin's reach; null otherwise.</summary>
    private async Task<PersonRow?> ManageableAsync(PersonAccess access, long userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await IsWithinReachAsync(db, access, userId, cancellationToken))
            return null;
        return await db
            .Users.Where(u => u.Id == userId)
            .Select(u => new PersonRow(
                u.Id,
                u.Email!,
                u.DisplayName,
                u.PasswordHash != null,
                u.DisabledAt,
                true,
                Array.Empty<PersonGrant>()
            ))
            .SingleOrDefaultAsync(cancellationToken);
    }

    private static async Task<bool> IsWithinReachAsync(
        TriageDbContext db,
        PersonAccess access,
        long userId,
        CancellationToken cancellationToken
    )
    {
        if (access.IsSiteAdmin)
            return true;
        var grants = (await GrantsAsync(db, userId, cancellationToken))[userId].ToList();
        return grants.Count > 0 && grants.TrueForAll(g => MayGive(access, g));
    }

    private static Task<ILookup<long, PersonGrant>> GrantsAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) =>
        GrantsOfAsync(db, [userId], cancellationToken);

    private static async Task<ILookup<long, PersonGrant>> GrantsOfAsync(
        TriageDbContext db,
        long[] users,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from g in db.RoleGrants.Where(g => users.Contains(g.UserId))
            join t in db.Tenants on g.TenantId equals t.Id into tenants
            from t in tenants.DefaultIfEmpty()
            join w in db.Workflows on g.WorkflowId equals w.Id into workflows
            from w in workflows.DefaultIfEmpty()
            join u in db.Users on g.GrantedById equals u.Id into inviters
            from u in inviters.DefaultIfEmpty()
            orderby t.Key, w.Key, g.Role
            select new
            {
                g.UserId,
                Grant = new PersonGrant(
                    g.Id,
                    g.Role,
                    g.TenantId,
                    t.Key,
                    g.WorkflowId,
                    w.Key,
                    u.Email ?? g.GrantedBy,
                    g.GrantedAt,
                    g.AcceptedAt,
                    false
                ),
            }
        ).ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.UserId, r => r.Grant);
    }

    private static Task<ILookup<long, PersonGrant>> OffersAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) =>
        OffersOfAsync(db, [userId], cancellationToken);

    private static async Task<ILookup<long, PersonGrant>> OffersOfAsync(
        TriageDbContext db,
        long[] users,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from o in db.RoleOffers.Where(o => users.Contains(o.UserId))
            join t in db.Tenants on o.TenantId equals t.Id into tenants
            from t in tenants.DefaultIfEmpty()
            join w in db.Workflows on o.WorkflowId equals w.Id into workflows
            from w in workflows.DefaultIfEmpty()
            join u in db.Users on o.OfferedById equals u.Id into inviters
            from u in inviters.DefaultIfEmpty()
            orderby t.Key, w.Key, o.Role
            select new
            {
                o.UserId,
                Offer = new PersonGrant(
                    o.Id,
                    o.Role,
                    o.TenantId,
                    t.Key,
                    o.WorkflowId,
                    w.Key,
                    u.Email ?? o.OfferedBy,
                    o.OfferedAt,
                    null,
                    true
                ),
            }
        ).ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.UserId, r => r.Offer);
    }

    private static Task<bool> OtherSiteAdminAsync(TriageDbContext db, long exceptUserId, CancellationToken cancellationToken) =>
        db.RoleGrants.AnyAsync(
            g => g.Role == Role.Admin && g.TenantId == null && g.UserId != exceptUserId && g.User!.DisabledAt == null,
            cancellationToken
        );
}

internal static partial class AccountLog
{
    [LoggerMessage(
        20,
        LogLevel.Information,
        "Account {InviterId} gave account {UserId} the role {Role} on tenant {TenantId}, workflow {WorkflowId}; waits for consent: {IsOffer}"
    )]
    public static partial void RoleGiven(
        ILogger logger,
        long inviterId,
        long userId,
        Role role,
        long? tenantId,
        long? workflowId,
        bool isOffer
    );

    [LoggerMessage(21, LogLevel.Warning, "The mail with the link for accepting roles did not go out to account {UserId}: {Why}")]
    public static partial void MailFailed(ILogger logger, long userId, string why);
}
