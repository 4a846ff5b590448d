using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>
/// A role with the keys of its place. Without a workflow it applies to the whole tenant, without a tenant to all tenants (admins only).
/// </summary>
public sealed record GrantSpec(Role Role, string? TenantKey, string? WorkflowKey = null);

/// <summary>
/// A role with the person who granted it and the time. <paramref name="IsPending"/>: the role is offered and has no effect until the person
/// accepts it.
/// </summary>
public sealed record PersonGrant(
    long Id,
    Role Role,
    long? TenantId,
    string? TenantKey,
    long? WorkflowId,
    string? WorkflowKey,
    string By,
    DateTimeOffset At,
    DateTimeOffset? AcceptedAt,
    bool IsPending
);

/// <summary>
/// <paramref name="Manageable"/>: every role of the person is in the scope of the current admin, who can create links for the person and
/// disable them. If the person has only an offer here, the admin sees only the email address.
/// </summary>
public sealed record PersonRow(
    long Id,
    string Email,
    string Name,
    bool HasPassword,
    DateTimeOffset? DisabledAt,
    bool Manageable,
    IReadOnlyList<PersonGrant> Grants
)
{
    public bool IsPending => Grants.Count > 0 && Grants.All(g => g.IsPending);
}

/// <summary>The result of a change: the reason of a refusal or null, the token of a created link, and a note about the next step.</summary>
public sealed record PeopleOutcome(string? Refusal, long UserId = 0, string? Token = null, string? Note = null)
{
    public bool Done => Refusal is null;
}

/// <summary>A tenant or workflow on which an admin can grant roles.</summary>
public sealed record GrantPlace(string? TenantKey, string? WorkflowKey, string Label);

/// <summary>
/// Manages people and their roles. An admin of a tenant sees and changes only what belongs to it. A role for an account that is new to the
/// tenant is an offer until the person accepts it, because the current user of the account is possibly not the owner of the email address.
/// </summary>
public sealed partial class PeopleService(
    IDbContextFactory<TriageDbContext> contexts,
    IServiceScopeFactory scopes,
    SignInLinkService links,
    OfferMail mail,
    TimeProvider time,
    ILogger<PeopleService> logger
)
{
    /// <summary>
    /// Adds a new person with the roles and returns their link, or offers the roles to an existing account. The link of an existing account
    /// goes to its email address, never to an admin: otherwise an admin could get into any account by naming its address.
    /// </summary>
    public async Task<PeopleOutcome> InviteAsync(
        PersonAccess access,
        string email,
        string name,
        IReadOnlyList<GrantSpec> grants,
        CancellationToken cancellationToken = default
    )
    {
        email = email.Trim();
        if (email.Length > 256 || !System.Net.Mail.MailAddress.TryCreate(email, out var parsed) || parsed.Address != email)
            return new PeopleOutcome("This is not a valid email address.");
        if (grants.Count == 0)
            return new PeopleOutcome("Choose at least one role.");
        foreach (var grant in grants)
            if (await ResolveAsync(access, grant, cancellationToken) is { Refusal: { } refusal })
                return new PeopleOutcome(refusal);

        var (userId, isNew) = await FindOrAddAsync(email, name, cancellationToken);
        if (!isNew && await StoredAddressAsync(userId, cancellationToken) is { } stored && !SameAddress(stored, email))
            return new PeopleOutcome("An account with a very similar address exists. Ask the operator of the server.");
        var (outcome, isOffer) = await GiveAsync(access, userId, grants, isNew, cancellationToken);
        if (!outcome.Done)
            return outcome;
        if (isNew && !isOffer)
            return new PeopleOutcome(
                null,
                userId,
                await links.CreateAsync(userId, true, SignInLinkService.InvitationLifetime, cancellationToken)
            );
        return new PeopleOutcome(
            null,
            userId,
            Note: isOffer
                ? await mail.SendAsync(userId, email, cancellationToken)
                : $"{email} already has an account in this tenant. The roles were added."
        );
    }

    /// <summary>Sends the link for accepting roles again.</summary>
    public async Task<PeopleOutcome> RemindAsync(PersonAccess access, long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await OffersAsync(db, userId, cancellationToken))[userId].Any(o => MayGive(access, o)))
            return NotYours;
        var email = await db.Users.Where(u => u.Id == userId).Select(u => u.Email!).SingleAsync(cancellationToken);
        return new PeopleOutcome(null, userId, Note: await mail.SendAsync(userId, email, cancellationToken));
    }

    /// <summary>
    /// Creates a one-time link for a person who is completely in the admin's scope: an invitation if they have no password, otherwise a
    /// sign-in link.
    /// </summary>
    public async Task<PeopleOutcome> NewLinkAsync(PersonAccess access, long userId, CancellationToken cancellationToken = default)
    {
        if (await ManageableAsync(access, userId, cancellationToken) is not { } person)
            return NotYours;
        if (person.DisabledAt is not null)
            return new PeopleOutcome("This person is disabled.");
        var (kind, lifetime) = person.HasPassword
            ? (LinkKind.SignIn, SignInLinkService.SignInLifetime)
            : (LinkKind.Invitation, SignInLinkService.InvitationLifetime);
        // Check again under the lock of the account: the person can have accepted roles of another tenant since the first check.
        var token = await links.CreateAsync(
            userId,
            kind,
            lifetime,
            (db, cancel) => IsWithinReachAsync(db, access, userId, cancel),
            cancellationToken
        );
        return token is null ? NotYours : new PeopleOutcome(null, userId, token);
    }

    /// <summary>Grants another role to a person on the admin's list.</summary>
    public async Task<PeopleOutcome> GrantAsync(
        PersonAccess access,
        long userId,
        GrantSpec grant,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var shown =
            access.IsSiteAdmin
            || (await GrantsAsync(db, userId, cancellationToken))[userId].Any(g => MayGive(access, g))
            || (await OffersAsync(db, userId, cancellationToken))[userId].Any(o => MayGive(access, o));
        if (!shown)
            return NotYours;
        var (outcome, isOffer) = await GiveAsync(access, userId, [grant], isNew: false, cancellationToken);
        if (!outcome.Done || !isOffer)
            return outcome;
        var email = await db.Users.Where(u => u.Id == userId).Select(u => u.Email!).SingleAsync(cancellationToken);
        return outcome with { Note = await mail.SendAsync(userId, email, cancellationToken) };
    }

    public async Task<PeopleOutcome> RevokeGrantAsync(PersonAccess access, long grantId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var grant = await db.RoleGrants.SingleOrDefaultAsync(g => g.Id == grantId, cancellationToken);
        if (grant is null || !MayGive(access, grant.TenantId, grant.WorkflowId))
            return NotYours;
        if (grant is { Role: Role.Admin, TenantId: null } && !await OtherSiteAdminAsync(db, grant.UserId, cancellationToken))
            return LastAdmin;
        db.RoleGrants.Remove(grant);
        await db.SaveChangesAsync(cancellationToken);
        return new PeopleOutcome(null, grant.UserId);
    }

    /// <summary>Withdraws an offer that is not accepted yet.</summary>
    public async Task<PeopleOutcome> WithdrawAsync(PersonAccess access, long offerId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var offer = await db.RoleOffers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == offerId, cancellationToken);
        if (offer is null || !MayGive(access, offer.TenantId, offer.WorkflowId))
            return NotYours;
        await db.RoleOffers.Where(o => o.Id == offerId).ExecuteDeleteAsync(cancellationToken);
        return new PeopleOutcome(null, offer.UserId);
    }

    /// <summary>Disables or enables an account. Open pages lose access at their next action.</summary>
    public async Task<PeopleOutcome> DisableAsync(
        PersonAccess access,
        long userId,
        bool disabled = true,
        CancellationToken cancellationToken = default
    )
    {
        if (await ManageableAsync(access, userId, cancellationToken) is null)
            return NotYours;
        if (disabled && access.UserId == userId)
            return new PeopleOutcome("You cannot disable yourself.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var siteAdmin = await db.RoleGrants.AnyAsync(
            g => g.UserId == userId && g.Role == Role.Admin && g.TenantId == null,
            cancellationToken
        );
        if (disabled && siteAdmin && !await OtherSiteAdminAsync(db, userId, cancellationToken))
            return LastAdmin;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The first statement locks the row, so the person cannot accept a role of another tenant in the meantime.
        var (at, stamp) = (disabled ? time.GetUtcNow() : (DateTimeOffset?)null, Guid.NewGuid().ToString("N"));
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, at).SetProperty(u => u.SecurityStamp, stamp), cancellationToken);
        if (!await IsWithinReachAsync(db, access, userId, cancellationToken))
            return NotYours;
        await transaction.CommitAsync(cancellationToken);
        return new PeopleOutcome(null, userId);
    }

    private static PeopleOutcome NotYours { get; } = new("There is no such person or role in your scope.");

    private static PeopleOutcome LastAdmin { get; } = new("This is the last site admin. Add another one first.");

    private static bool MayGive(PersonAccess access, PersonGrant grant) => MayGive(access, grant.TenantId, grant.WorkflowId);

    private static bool MayGive(PersonAccess access, long? tenantId, long? workflowId) =>
        tenantId is { } id ? access.Has(Role.Admin, id, workflowId) : access.IsSiteAdmin;

    /// <summary>
    /// Compares ASCII letters case-insensitively. Addresses that are equal only after Unicode upper-casing can belong to different people.
    /// </summary>
    private static bool SameAddress(string one, string other) => one == other || System.Text.Ascii.EqualsIgnoreCase(one, other);
}
