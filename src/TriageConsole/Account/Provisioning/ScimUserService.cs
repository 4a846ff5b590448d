using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account.Groups;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Security;

namespace TriageConsole.Account.Provisioning;

/// <summary>
/// Creates, changes and disables accounts for the identity provider. An account that it deletes is disabled and keeps its labels. The
/// caller has checked the token of the identity provider, which acts for the whole installation.
/// </summary>
public sealed class ScimUserService(
    IDbContextFactory<TriageDbContext> contexts,
    AccountDirectory directory,
    OpenCircuits circuits,
    DatabaseRetry retry,
    TimeProvider time
)
{
    /// <summary>The name of the identity provider in the audit log and in the lists of admins.</summary>
    internal const string ActorName = "provisioning";

    internal static AuditActor Actor { get; } = AuditActor.Named(ActorName);

    internal async Task<(IReadOnlyList<ScimUser> Users, int Total)> ListAsync(
        ScimFilter? filter,
        ScimPage page,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = db.ProvisionedUsers.AsNoTracking();
        if (filter is not null)
        {
            var (value, key) = (filter.Value, filter.Value.ToUpperInvariant());
            var id = IdOf(value);
            users = filter.Attribute switch
            {
                "username" => users.Where(p => p.NormalizedUserName == key),
                "externalid" => users.Where(p => p.ExternalId == value),
                "displayname" => users.Where(p => p.User!.DisplayName == value),
                "emails" or "emails.value" => users.Where(p => p.User!.NormalizedEmail == key),
                "id" => users.Where(p => p.UserId == id),
                _ => throw filter.Unknown(),
            };
        }

        var total = await users.CountAsync(cancellationToken);
        var rows = users.OrderBy(p => p.UserId).Skip(page.StartIndex - 1).Take(page.Count);
        return (page.Count == 0 ? [] : await Shown(rows).ToListAsync(cancellationToken), total);
    }

    internal async Task<ScimUser> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, id, cancellationToken);
    }

    /// <summary>
    /// Adds an account, or takes over the one with the email address. A person whom admins have invited before keeps their roles. Links of
    /// an account that nobody has used yet end: an admin can have them.
    /// </summary>
    internal async Task<ScimUser> CreateAsync(ScimUserDraft draft, CancellationToken cancellationToken)
    {
        await using (var before = await contexts.CreateDbContextAsync(cancellationToken))
            await RefuseTakenAsync(before, draft, 0, cancellationToken);
        var (userId, isNew) = await AccountOfAsync(draft, cancellationToken);
        if (!AccountDirectory.SameAddress(await directory.StoredAddressAsync(userId, cancellationToken) ?? "", draft.Email))
            throw ScimException.Taken("An account with a very similar email address exists.");
        return await retry.RunAsync(
            async cancel =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                // Of two requests for one person, the second waits here and then finds the row of the first.
                await GroupMembership.LockPeopleAsync(db, [userId], cancel);
                if (await db.ProvisionedUsers.AnyAsync(p => p.UserId == userId, cancel))
                    throw ScimException.Taken("A user with this email address exists already.");
                await RefuseTakenAsync(db, draft, userId, cancel);
                var now = time.GetUtcNow();
                if (await AccountDirectory.IsUnclaimedAsync(db, userId, cancel))
                    await SignInLinkService.EndAsync(SignInLinkService.Outstanding(db, userId), now, cancel);
                var user = await db.Users.SingleAsync(u => u.Id == userId, cancel);
                user.DisplayName = draft.DisplayName;
                var row = new ProvisionedUser
                {
                    UserId = userId,
                    UserName = draft.UserName,
                    NormalizedUserName = draft.UserName.ToUpperInvariant(),
                    ExternalId = draft.ExternalId,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                db.ProvisionedUsers.Add(row);
                Record(db, now, userId, AuditActions.AccountProvisioned, new { draft.ExternalId, IsNew = isNew });
                await FinishAsync(db, userId, user.DisabledAt is null, draft.IsActive, now, cancel);
                await transaction.CommitAsync(cancel);
                if (!draft.IsActive)
                    circuits.EndPerson(userId);
                return await FindAsync(db, userId.ToString(CultureInfo.InvariantCulture), cancel);
            },
            cancellationToken
        );
    }

    private async Task<(long UserId, bool IsNew)> AccountOfAsync(ScimUserDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.FindOrAddAsync(draft.Email, draft.DisplayName, cancellationToken);
        }
        catch (ArgumentException e)
        {
            // The rules for addresses of accounts are a little narrower than those of mail.
            throw ScimException.Invalid(e.Message);
        }
    }

    internal Task<ScimUser> ReplaceAsync(string id, JsonElement body, CancellationToken cancellationToken) =>
        ChangeAsync(id, before => ScimUserDraft.Of(body, before.IsActive), cancellationToken);

    internal Task<ScimUser> PatchAsync(string id, IReadOnlyList<ScimOperation> operations, CancellationToken cancellationToken) =>
        ChangeAsync(id, before => ScimUserDraft.Of(before, operations), cancellationToken);

    /// <summary>Disables the account and takes it out of the provisioned groups. The console manages it from then on.</summary>
    internal Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        retry.RunAsync(
            async cancel =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var userId = IdOf(id);
                await GroupMembership.LockPeopleAsync(db, [userId], cancel);
                var row = await db.ProvisionedUsers.SingleOrDefaultAsync(p => p.UserId == userId, cancel);
                if (row is null)
                    throw ScimException.Missing("user", id);
                var now = time.GetUtcNow();
                var isActive = await db.Users.AnyAsync(u => u.Id == userId && u.DisabledAt == null, cancel);
                db.ProvisionedUsers.Remove(row);
                Record(db, now, userId, AuditActions.AccountDeprovisioned, new { row.ExternalId });
                await FinishAsync(db, userId, isActive, willBeActive: false, now, cancel);
                await db.PersonGroupMembers.Where(m => m.UserId == userId && m.Group!.IsProvisioned).ExecuteDeleteAsync(cancel);
                var left = await GroupMembership.RefreshAsync(db, [userId], Actor, ActorName, now, cancel);
                if (!left.Ok)
                    throw new ScimException(StatusCodes.Status409Conflict, null, left.Message);
                await transaction.CommitAsync(cancel);
                circuits.EndPerson(userId);
            },
            cancellationToken
        );

    /// <summary>The number of an id; 0 for a text that is no id.</summary>
    internal static long IdOf(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private Task<ScimUser> ChangeAsync(string id, Func<ScimUser, ScimUserDraft> change, CancellationToken cancellationToken) =>
        retry.RunAsync(
            async cancel =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var userId = IdOf(id);
                await GroupMembership.LockPeopleAsync(db, [userId], cancel);
                var before = await FindAsync(db, id, cancel);
                var after = change(before);
                await RefuseTakenAsync(db, after, userId, cancel);
                var now = time.GetUtcNow();
                var row = await db.ProvisionedUsers.Include(p => p.User).SingleAsync(p => p.UserId == userId, cancel);
                var changed = new List<string>();
                if (after.UserName != before.UserName)
                    changed.Add("userName");
                if (after.ExternalId != before.ExternalId)
                    changed.Add("externalId");
                if (after.DisplayName != before.DisplayName)
                    changed.Add("displayName");
                (row.UserName, row.NormalizedUserName) = (after.UserName, after.UserName.ToUpperInvariant());
                (row.ExternalId, row.User!.DisplayName) = (after.ExternalId, after.DisplayName);
                if (after.Email != before.Email)
                {
                    changed.Add("email");
                    await MoveAsync(db, row.User!, after.Email, now, cancel);
                }

                if (changed.Count > 0 || after.IsActive != before.IsActive)
                    row.UpdatedAt = now;
                if (changed.Count > 0)
                    Record(db, now, userId, AuditActions.AccountChanged, new { Attributes = changed });
                await FinishAsync(db, userId, before.IsActive, after.IsActive, now, cancel);
                await transaction.CommitAsync(cancel);
                if (before.IsActive && !after.IsActive)
                    circuits.EndPerson(userId);
                return await FindAsync(db, id, cancel);
            },
            cancellationToken
        );

    /// <summary>Gives the account another address. Links that were sent to the old one end.</summary>
    private static async Task MoveAsync(
        TriageDbContext db,
        AppUser user,
        string email,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var key = email.ToUpperInvariant();
        if (await db.Users.AnyAsync(u => u.NormalizedUserName == key && u.Id != user.Id, cancellationToken))
            throw ScimException.Taken("Another account has this email address.");
        (user.UserName, user.NormalizedUserName, user.Email, user.NormalizedEmail) = (email, key, email, key);
        user.EmailConfirmed = false;
        // A request that read the account before must not write the old address back.
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        await SignInLinkService.EndAsync(SignInLinkService.Outstanding(db, user.Id), now, cancellationToken);
    }

    /// <summary>Saves the changes, and disables or enables the account if it is not in that state.</summary>
    private static async Task FinishAsync(
        TriageDbContext db,
        long userId,
        bool isActive,
        bool willBeActive,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await db.SaveChangesAsync(cancellationToken);
        if (isActive == willBeActive)
            return;
        if (!willBeActive)
        {
            await RoleGrants.LockSiteAdminsAsync(db, cancellationToken);
            if (await RoleGrants.IsLastSiteAdminAsync(db, userId, cancellationToken))
                throw new ScimException(StatusCodes.Status409Conflict, null, PeopleService.LastAdmin.Message);
        }

        await DisabledAccounts.SetAsync(db, userId, !willBeActive, Actor, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task RefuseTakenAsync(TriageDbContext db, ScimUserDraft draft, long exceptId, CancellationToken cancellationToken)
    {
        var (key, externalId) = (draft.UserName.ToUpperInvariant(), draft.ExternalId);
        if (await db.ProvisionedUsers.AnyAsync(p => p.NormalizedUserName == key && p.UserId != exceptId, cancellationToken))
            throw ScimException.Taken("A user with this userName exists already.");
        if (
            externalId is not null
            && await db.ProvisionedUsers.AnyAsync(p => p.ExternalId == externalId && p.UserId != exceptId, cancellationToken)
        )
            throw ScimException.Taken("A user with this externalId exists already.");
    }

    private static async Task<ScimUser> FindAsync(TriageDbContext db, string id, CancellationToken cancellationToken)
    {
        var userId = IdOf(id);
        return await Shown(db.ProvisionedUsers.AsNoTracking().Where(p => p.UserId == userId)).SingleOrDefaultAsync(cancellationToken)
            ?? throw ScimException.Missing("user", id);
    }

    private static IQueryable<ScimUser> Shown(IQueryable<ProvisionedUser> users) =>
        users.Select(p => new ScimUser(
            p.UserId,
            p.UserName,
            p.ExternalId,
            p.User!.DisplayName,
            p.User.Email!,
            p.User.DisabledAt == null,
            p.CreatedAt,
            p.UpdatedAt
        ));

    private static void Record(TriageDbContext db, DateTimeOffset at, long userId, string action, object details) =>
        AuditTrail.Add(db, at, Actor, null, action, $"person/{userId}", details);
}
