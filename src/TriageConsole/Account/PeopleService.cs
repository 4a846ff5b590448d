using Microsoft.EntityFrameworkCore;
using TriageConsole.Account.TwoFactor;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>
/// Manages people and their roles. An admin of a tenant sees and changes only what belongs to it. A role for an account that is new to the
/// tenant is an offer until the person accepts it, because the current user of the account is possibly not the owner of the email address.
/// </summary>
public sealed class PeopleService(
    IDbContextFactory<TriageDbContext> contexts,
    AccountDirectory accounts,
    RoleAssignment roles,
    SignInLinkService links,
    RoleOfferMail mail,
    OpenCircuits circuits,
    DatabaseRetry retry,
    TimeProvider time
)
{
    /// <summary>
    /// Adds a new person with the roles and returns their link, or offers the roles to an existing account. The link of an existing account
    /// goes to its email address, never to an admin: otherwise an admin could get into any account by naming its address.
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
        if (!AccountDirectory.IsAddress(email))
            return Error.Invalid("This is not a valid email address.");
        if (grants.Count == 0)
            return Error.Invalid("Choose at least one role.");
        foreach (var grant in grants)
            if (await roles.ResolveAsync(access, grant, cancellationToken) is { Refusal: { } refusal })
                return refusal;

        var (userId, isNew) = await accounts.FindOrAddAsync(email, name, cancellationToken);
        if (
            !isNew
            && await accounts.StoredAddressAsync(userId, cancellationToken) is { } stored
            && !AccountDirectory.SameAddress(stored, email)
        )
            return Error.Invalid("An account with a very similar address exists. Ask the operator of the server.");
        var (outcome, isOffer) = await roles.GiveAsync(access, userId, grants, isNew, cancellationToken);
        if (!outcome.Ok)
            return outcome;
        if (isNew && !isOffer)
            return Result.Done(
                "",
                new PersonChange(userId, await links.CreateAsync(userId, true, SignInLinkService.InvitationLifetime, cancellationToken))
            );
        return Result.Done(
            isOffer
                ? await mail.SendAsync(userId, email, cancellationToken)
                : $"{email} already has an account in this tenant. The roles were added.",
            new PersonChange(userId)
        );
    }

    /// <summary>Sends the link for accepting roles again.</summary>
    public async Task<Result<PersonChange>> RemindAsync(PersonAccess access, long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await RoleGrants.OffersAsync(db, userId, cancellationToken))[userId].Any(o => RoleGrants.MayGive(access, o)))
            return NotYours;
        var email = await db.Users.Where(u => u.Id == userId).Select(u => u.Email!).SingleAsync(cancellationToken);
        return Result.Done(await mail.SendAsync(userId, email, cancellationToken), new PersonChange(userId));
    }

    /// <summary>
    /// Creates a one-time link for a person who is completely in the admin's scope: an invitation if they have no password, otherwise a
    /// sign-in link.
    /// </summary>
    public async Task<Result<PersonChange>> NewLinkAsync(PersonAccess access, long userId, CancellationToken cancellationToken = default)
    {
        if (await ManageableAsync(access, userId, cancellationToken) is not { } person)
            return NotYours;
        if (person.DisabledAt is not null)
            return Error.Invalid("This person is disabled.");
        var (kind, lifetime) = person.HasPassword
            ? (LinkKind.SignIn, SignInLinkService.SignInLifetime)
            : (LinkKind.Invitation, SignInLinkService.InvitationLifetime);
        // Check again under the lock of the account: the person can have accepted roles of another tenant since the first check.
        var token = await links.CreateAsync(
            userId,
            kind,
            lifetime,
            (db, cancel) => RoleGrants.IsWithinReachAsync(db, access, userId, cancel),
            cancellationToken
        );
        return token is null ? NotYours : Result.Done("", new PersonChange(userId, token));
    }

    /// <summary>Grants another role to a person on the admin's list.</summary>
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
            || (await RoleGrants.GrantsAsync(db, userId, cancellationToken))[userId].Any(g => RoleGrants.MayGive(access, g))
            || (await RoleGrants.OffersAsync(db, userId, cancellationToken))[userId].Any(o => RoleGrants.MayGive(access, o))
            || (await RoleGrants.RemovedOfAsync(db, [userId], cancellationToken))[userId]
                .Any(r => RoleGrants.MayGive(access, r.TenantId, r.WorkflowId));
        if (!shown)
            return NotYours;
        var (outcome, isOffer) = await roles.GiveAsync(access, userId, [grant], isNew: false, cancellationToken);
        if (!outcome.Ok || !isOffer)
            return outcome;
        var email = await db.Users.Where(u => u.Id == userId).Select(u => u.Email!).SingleAsync(cancellationToken);
        return Result.Done(await mail.SendAsync(userId, email, cancellationToken), outcome.Value);
    }

    /// <summary>Removes a role. Open pages lose it at their next action. The person stays on the list of the admin.</summary>
    public Task<Result<PersonChange>> RevokeGrantAsync(PersonAccess access, long grantId, CancellationToken cancellationToken = default) =>
        retry.RunAsync<Result<PersonChange>>(
            async cancel =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var grant = await db.RoleGrants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == grantId, cancel);
                if (grant is null || !RoleGrants.MayGive(access, grant.TenantId, grant.WorkflowId))
                    return NotYours;
                if (grant.Source != GrantSource.Person)
                    return FromGroup;
                if (grant is { Role: Role.Admin, TenantId: null })
                {
                    await RoleGrants.LockSiteAdminsAsync(db, cancel);
                    if (!await RoleGrants.OtherSiteAdminAsync(db, grant.UserId, cancel))
                        return LastAdmin;
                }

                if (await db.RoleGrants.Where(g => g.Id == grantId).ExecuteDeleteAsync(cancel) == 0)
                    return NotYours;
                db.RemovedRoles.Add(
                    new RemovedRole
                    {
                        UserId = grant.UserId,
                        Role = grant.Role,
                        TenantId = grant.TenantId,
                        WorkflowId = grant.WorkflowId,
                        RemovedAt = time.GetUtcNow(),
                        RemovedBy = access.DisplayName,
                    }
                );
                var removed = new { Role = grant.Role.ToString(), grant.WorkflowId };
                Record(db, access, grant.TenantId, grant.UserId, AuditActions.RoleRemoved, removed);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                return Result.Done("", new PersonChange(grant.UserId));
            },
            cancellationToken
        );

    /// <summary>Withdraws an offer that is not accepted yet.</summary>
    public async Task<Result<PersonChange>> WithdrawAsync(PersonAccess access, long offerId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var offer = await db.RoleOffers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == offerId, cancellationToken);
        if (offer is null || !RoleGrants.MayGive(access, offer.TenantId, offer.WorkflowId))
            return NotYours;
        await db.RoleOffers.Where(o => o.Id == offerId).ExecuteDeleteAsync(cancellationToken);
        return Result.Done("", new PersonChange(offer.UserId));
    }

    /// <summary>
    /// Disables or enables an account. Its sessions and its personal access tokens end, and do not return when it is enabled again.
    /// </summary>
    public Task<Result<PersonChange>> DisableAsync(
        PersonAccess access,
        long userId,
        bool disabled = true,
        CancellationToken cancellationToken = default
    ) =>
        retry.RunAsync<Result<PersonChange>>(
            async cancel =>
            {
                if (await ManageableAsync(access, userId, cancel) is null)
                    return NotYours;
                if (disabled && access.UserId == userId)
                    return Error.Invalid("You cannot disable yourself.");
                await using var db = await contexts.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                if (disabled)
                {
                    await RoleGrants.LockSiteAdminsAsync(db, cancel);
                    if (await RoleGrants.IsLastSiteAdminAsync(db, userId, cancel))
                        return LastAdmin;
                }

                // The statement locks the row, so the person cannot accept a role of another tenant in the meantime.
                await DisabledAccounts.SetAsync(db, userId, disabled, AuditActor.Of(access), time.GetUtcNow(), cancel);
                if (!await RoleGrants.IsWithinReachAsync(db, access, userId, cancel))
                    return NotYours;
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                circuits.EndPerson(userId);
                return Result.Done("", new PersonChange(userId));
            },
            cancellationToken
        );

    /// <summary>For a person who lost the app and the recovery codes. All their sessions end.</summary>
    public async Task<Result<PersonChange>> TurnOffTwoFactorAsync(
        PersonAccess access,
        long userId,
        CancellationToken cancellationToken = default
    )
    {
        if (await ManageableAsync(access, userId, cancellationToken) is null)
            return NotYours;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The first statement locks the row, as for a disabled account.
        await SecondFactor.ForgetAsync(db, userId, cancellationToken);
        if (!await RoleGrants.IsWithinReachAsync(db, access, userId, cancellationToken))
            return NotYours;
        Record(db, access, null, userId, AuditActions.TwoFactorTurnedOff);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        circuits.EndPerson(userId);
        return Result.Done("Two-factor sign-in is off, and all sessions of this person have ended.", new PersonChange(userId));
    }

    private void Record(TriageDbContext db, PersonAccess access, long? tenantId, long userId, string action, object? details = null) =>
        AuditTrail.Add(db, time.GetUtcNow(), AuditActor.Of(access), tenantId, action, $"person/{userId}", details);

    internal static Error NotYours { get; } = Error.NotFound("There is no such person or role in your scope.");

    private static Error FromGroup { get; } =
        Error.Conflict("This role comes from a group. Remove the person from the group, or the role from the group.");

    internal static Error LastAdmin { get; } = Error.Conflict("This is the last site admin. Add another one first.");

    /// <summary>
    /// Creates the first admin. With a password, the admin can sign in immediately; without one, the result contains the token of a
    /// one-time link. Does nothing if a site admin exists. If someone else created an account with this email, it loses its password.
    /// </summary>
    public async Task<PersonChange?> EnsureAdminAsync(string email, string? password, CancellationToken cancellationToken = default)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            if (await RoleGrants.OtherSiteAdminAsync(db, 0, cancellationToken))
                return null;
        var hash = password is null ? null : await accounts.HashAsync(email, password);
        var (userId, _) = await accounts.FindOrAddAsync(email.Trim(), "Admin", cancellationToken);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await SignInLinkService.SetPasswordAsync(db, userId, hash, cancellationToken);
            await SignInLinkService.EndAsync(SignInLinkService.Outstanding(db, userId), time.GetUtcNow(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await roles.GiveAsync(RoleAssignment.CommandLine, userId, [new GrantSpec(Role.Admin, null)], isNew: true, cancellationToken);
        return new PersonChange(
            userId,
            password is null ? await links.CreateAsync(userId, true, SignInLinkService.InvitationLifetime, cancellationToken) : null
        );
    }

    /// <summary>
    /// Adds a person without permission checks. For the command line and the demo, whose user has access to the database. Tenants and
    /// workflows must exist.
    /// </summary>
    public async Task<long> AddPersonAsync(
        string email,
        string name,
        IReadOnlyList<GrantSpec> grants,
        CancellationToken cancellationToken = default
    )
    {
        var (userId, _) = await accounts.FindOrAddAsync(email, name, cancellationToken);
        return
            await roles.GiveAsync(RoleAssignment.CommandLine, userId, grants, isNew: true, cancellationToken)
                is { Outcome.Error: { } refusal }
            ? throw new ArgumentException(refusal.Message, nameof(grants))
            : userId;
    }

    private async Task<PersonRow?> ManageableAsync(PersonAccess access, long userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await PeopleReader.ManageableAsync(db, access, userId, cancellationToken);
    }
}
