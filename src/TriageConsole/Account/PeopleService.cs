using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>A role by names: no workflow is all of the tenant's, no tenant is everywhere (admins only).</summary>
public sealed record GrantSpec(Role Role, string? TenantKey, string? WorkflowKey = null);

public sealed record PersonGrant(long Id, Role Role, long? TenantId, string? TenantKey, long? WorkflowId, string? WorkflowKey);

/// <summary><paramref name="Manageable"/>: every role of the person lies within the asking admin's reach, so that links and disabling are theirs to give.</summary>
public sealed record PersonRow(long Id, string Email, string Name, bool HasPassword, DateTimeOffset? DisabledAt, bool Manageable, IReadOnlyList<PersonGrant> Grants);

/// <summary>What came of a change: a refusal in words, or nothing; and a link's token, where one was made.</summary>
public sealed record PeopleOutcome(string? Refusal, long UserId = 0, string? Token = null)
{
    public bool Done => Refusal is null;
}

/// <summary>A place where an admin may give roles.</summary>
public sealed record GrantPlace(string? TenantKey, string? WorkflowKey, string Label);

/// <summary>People and their roles. An admin of one tenant sees and changes only what lies in it.</summary>
public sealed partial class PeopleService(IDbContextFactory<TriageDbContext> contexts, IServiceScopeFactory scopes, SignInLinkService links, TimeProvider time)
{
    /// <summary>
    /// Adds the person, or the roles to a person who is there already. A link comes back only for a new person:
    /// naming somebody else's address must never hand out a way into their account.
    /// </summary>
    public async Task<PeopleOutcome> InviteAsync(PersonAccess access, string email, string name, IReadOnlyList<GrantSpec> grants, CancellationToken cancellationToken = default)
    {
        email = email.Trim();
        if (email.Length > 256 || !System.Net.Mail.MailAddress.TryCreate(email, out var parsed) || parsed.Address != email) return new PeopleOutcome("That is not an e-mail address.");
        if (grants.Count == 0) return new PeopleOutcome("Choose a role at least.");
        foreach (var grant in grants)
            if (await ResolveAsync(access, grant, cancellationToken) is { Refusal: { } refusal }) return new PeopleOutcome(refusal);

        var (userId, isNew) = await FindOrAddAsync(email, name, null, cancellationToken);
        foreach (var grant in grants)
            if (await GrantAsync(access, userId, grant, cancellationToken) is { Done: false } refused) return refused;
        return new PeopleOutcome(null, userId, isNew ? await links.CreateAsync(userId, true, SignInLinkService.InvitationLifetime, cancellationToken) : null);
    }

    /// <summary>A new one-time link for a person wholly within reach: an invitation until they have a password, a sign-in link afterwards.</summary>
    public async Task<PeopleOutcome> NewLinkAsync(PersonAccess access, long userId, CancellationToken cancellationToken = default)
    {
        if (await ManageableAsync(access, userId, cancellationToken) is not { } person) return NotYours;
        if (person.DisabledAt is not null) return new PeopleOutcome("This person is disabled.");
        var lifetime = person.HasPassword ? SignInLinkService.SignInLifetime : SignInLinkService.InvitationLifetime;
        return new PeopleOutcome(null, userId, await links.CreateAsync(userId, !person.HasPassword, lifetime, cancellationToken));
    }

    public async Task<PeopleOutcome> GrantAsync(PersonAccess access, long userId, GrantSpec grant, CancellationToken cancellationToken = default)
    {
        var (refusal, tenantId, workflowId) = await ResolveAsync(access, grant, cancellationToken);
        if (refusal is not null) return new PeopleOutcome(refusal);
        await AddGrantAsync(userId, grant.Role, tenantId, workflowId, access.DisplayName, cancellationToken);
        return new PeopleOutcome(null, userId);
    }

    public async Task<PeopleOutcome> RevokeGrantAsync(PersonAccess access, long grantId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var grant = await db.RoleGrants.SingleOrDefaultAsync(g => g.Id == grantId, cancellationToken);
        if (grant is null || !MayGive(access, grant.TenantId, grant.WorkflowId)) return NotYours;
        if (grant is { Role: Role.Admin, TenantId: null } && !await OtherSiteAdminAsync(db, grant.UserId, cancellationToken)) return LastAdmin;
        db.RoleGrants.Remove(grant);
        await db.SaveChangesAsync(cancellationToken);
        return new PeopleOutcome(null, grant.UserId);
    }

    /// <summary>Ends or restores all access. Open sessions end within a minute, services refuse at once.</summary>
    public async Task<PeopleOutcome> DisableAsync(PersonAccess access, long userId, bool disabled = true, CancellationToken cancellationToken = default)
    {
        if (await ManageableAsync(access, userId, cancellationToken) is null) return NotYours;
        if (disabled && access.UserId == userId) return new PeopleOutcome("You cannot disable yourself.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var siteAdmin = await db.RoleGrants.AnyAsync(g => g.UserId == userId && g.Role == Role.Admin && g.TenantId == null, cancellationToken);
        if (disabled && siteAdmin && !await OtherSiteAdminAsync(db, userId, cancellationToken)) return LastAdmin;
        var user = await db.Users.SingleAsync(u => u.Id == userId, cancellationToken);
        user.DisabledAt = disabled ? time.GetUtcNow() : null;
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        await db.SaveChangesAsync(cancellationToken);
        return new PeopleOutcome(null, userId);
    }

    private static PeopleOutcome NotYours { get; } = new("There is no such person or role within your reach.");

    private static PeopleOutcome LastAdmin { get; } = new("This is the last admin of the console; make another one first.");

    private static bool MayGive(PersonAccess access, PersonGrant grant) => MayGive(access, grant.TenantId, grant.WorkflowId);

    private static bool MayGive(PersonAccess access, long? tenantId, long? workflowId) =>
        tenantId is { } id ? access.Has(Role.Admin, id, workflowId) : access.IsSiteAdmin;
}
