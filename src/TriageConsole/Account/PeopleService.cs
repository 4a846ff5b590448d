using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>A role by names: no workflow is all of the tenant's, no tenant is everywhere (admins only).</summary>
public sealed record GrantSpec(Role Role, string? TenantKey, string? WorkflowKey = null);

/// <summary>A role with who gave it and when. <paramref name="IsPending"/>: offered, and without effect until the person accepts.</summary>
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
/// <paramref name="Manageable"/>: every role of the person lies within the asking admin's reach, so that links and disabling are theirs to give.
/// Of somebody who has only been offered a role here, the admin sees the address and nothing else.
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

/// <summary>A changed person. Token: of a link, where one was made.</summary>
public sealed record PersonChange(long UserId, string? Token = null);

/// <summary>A place where an admin may give roles.</summary>
public sealed record GrantPlace(string? TenantKey, string? WorkflowKey, string Label);

/// <summary>
/// People and their roles. An admin of one tenant sees and changes only what lies in it. A role for an account that the tenant does not know
/// yet is an offer until the person accepts it: whoever runs the account today may not be the person the address belongs to.
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
    /// Adds a new person with the roles, and answers with their link; or offers the roles to an account that is there already. Such an
    /// account's link goes to its address, never to an admin: naming somebody else's address must not hand out a way into their account.
    /// </summary>
    public async Task<Result<PersonChange>> InviteAsync(
        PersonAccess access,
        string email,
        string name,
        IReadOnlyList<GrantSpec> grants,
        CancellationToken cancellationToken = default
    )
    {
        email = email.Trim();
        if (email.Length > 256 || !System.Net.Mail.MailAddress.TryCreate(email, out var parsed) || parsed.Address != email)
            return Error.Invalid("That is not an e-mail address.");
        if (grants.Count == 0)
            return Error.Invalid("Choose a role at least.");
        foreach (var grant in grants)
            if (await ResolveAsync(access, grant, cancellationToken) is { Refusal: { } refusal })
                return refusal;

        var (userId, isNew) = await FindOrAddAsync(email, name, cancellationToken);
        if (!isNew && await StoredAddressAsync(userId, cancellationToken) is { } stored && !SameAddress(stored, email))
            return Error.Invalid("An account with a very similar address exists. Ask the operator of the server.");
        var (outcome, isOffer) = await GiveAsync(access, userId, grants, isNew, cancellationToken);
        if (!outcome.Ok)
            return outcome;
        if (isNew && !isOffer)
            return Result.Done("", new PersonChange(userId, await links.CreateAsync(userId, true, SignInLinkService.InvitationLifetime, cancellationToken)));
        return Result.Done(isOffer ? await mail.SendAsync(userId, email, cancellationToken) : $"{email} has an account in this tenant already; the roles were added.", new PersonChange(userId));
    }

    /// <summary>Sends the link for accepting roles again.</summary>
    public async Task<Result<PersonChange>> RemindAsync(PersonAccess access, long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await OffersAsync(db, userId, cancellationToken))[userId].Any(o => MayGive(access, o)))
            return NotYours;
        var email = await db.Users.Where(u => u.Id == userId).Select(u => u.Email!).SingleAsync(cancellationToken);
        return Result.Done(await mail.SendAsync(userId, email, cancellationToken), new PersonChange(userId));
    }

    /// <summary>A new one-time link for a person wholly within reach: an invitation until they have a password, a sign-in link afterwards.</summary>
    public async Task<Result<PersonChange>> NewLinkAsync(PersonAccess access, long userId, CancellationToken cancellationToken = default)
    {
        if (await ManageableAsync(access, userId, cancellationToken) is not { } person)
            return NotYours;
        if (person.DisabledAt is not null)
            return Error.Invalid("This person is disabled.");
        var (kind, lifetime) = person.HasPassword
            ? (LinkKind.SignIn, SignInLinkService.SignInLifetime)
            : (LinkKind.Invitation, SignInLinkService.InvitationLifetime);
        // Asked again under the account's lock: another tenant's roles may have been accepted in between.
        var token = await links.CreateAsync(
            userId,
            kind,
            lifetime,
            (db, cancel) => IsWithinReachAsync(db, access, userId, cancel),
            cancellationToken
        );
        return token is null ? NotYours : Result.Done("", new PersonChange(userId, token));
    }

    /// <summary>One more role for a person who is on this admin's list.</summary>
    public async Task<Result<PersonChange>> GrantAsync(
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
        if (!outcome.Ok || !isOffer)
            return outcome;
        var email = await db.Users.Where(u => u.Id == userId).Select(u => u.Email!).SingleAsync(cancellationToken);
        return Result.Done(await mail.SendAsync(userId, email, cancellationToken), outcome.Value);
    }

    public async Task<Result<PersonChange>> RevokeGrantAsync(PersonAccess access, long grantId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var grant = await db.RoleGrants.SingleOrDefaultAsync(g => g.Id == grantId, cancellationToken);
        if (grant is null || !MayGive(access, grant.TenantId, grant.WorkflowId))
            return NotYours;
        if (grant is { Role: Role.Admin, TenantId: null } && !await OtherSiteAdminAsync(db, grant.UserId, cancellationToken))
            return LastAdmin;
        db.RoleGrants.Remove(grant);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done("", new PersonChange(grant.UserId));
    }

    /// <summary>Takes an offer back before it is accepted.</summary>
    public async Task<Result<PersonChange>> WithdrawAsync(PersonAccess access, long offerId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var offer = await db.RoleOffers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == offerId, cancellationToken);
        if (offer is null || !MayGive(access, offer.TenantId, offer.WorkflowId))
            return NotYours;
        await db.RoleOffers.Where(o => o.Id == offerId).ExecuteDeleteAsync(cancellationToken);
        return Result.Done("", new PersonChange(offer.UserId));
    }

    /// <summary>Ends or restores all access, with the next action on every open page.</summary>
    public async Task<Result<PersonChange>> DisableAsync(
        PersonAccess access,
        long userId,
        bool disabled = true,
        CancellationToken cancellationToken = default
    )
    {
        if (await ManageableAsync(access, userId, cancellationToken) is null)
            return NotYours;
        if (disabled && access.UserId == userId)
            return Error.Invalid("You cannot disable yourself.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var siteAdmin = await db.RoleGrants.AnyAsync(
            g => g.UserId == userId && g.Role == Role.Admin && g.TenantId == null,
            cancellationToken
        );
        if (disabled && siteAdmin && !await OtherSiteAdminAsync(db, userId, cancellationToken))
            return LastAdmin;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The first statement locks the row; after it nobody accepts a role of another tenant in between.
        var (at, stamp) = (disabled ? time.GetUtcNow() : (DateTimeOffset?)null, Guid.NewGuid().ToString("N"));
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, at).SetProperty(u => u.SecurityStamp, stamp), cancellationToken);
        if (!await IsWithinReachAsync(db, access, userId, cancellationToken))
            return NotYours;
        await transaction.CommitAsync(cancellationToken);
        return Result.Done("", new PersonChange(userId));
    }

    private static Error NotYours { get; } = Error.NotFound("There is no such person or role within your reach.");

    private static Error LastAdmin { get; } = Error.Conflict("This is the last admin of the console; make another one first.");

    private static bool MayGive(PersonAccess access, PersonGrant grant) => MayGive(access, grant.TenantId, grant.WorkflowId);

    private static bool MayGive(PersonAccess access, long? tenantId, long? workflowId) =>
        tenantId is { } id ? access.Has(Role.Admin, id, workflowId) : access.IsSiteAdmin;

    /// <summary>Case of plain letters aside: what Unicode's upper case alone makes equal may be another person's mailbox.</summary>
    private static bool SameAddress(string one, string other) => one == other || System.Text.Ascii.EqualsIgnoreCase(one, other);
}
