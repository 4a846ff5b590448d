using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>Finds accounts by email address, and adds them.</summary>
public sealed class AccountDirectory(IDbContextFactory<TriageDbContext> contexts, IServiceScopeFactory scopes)
{
    internal async Task<string> HashAsync(string email, string password)
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

    /// <summary>
    /// An account without password, role, offer and session also counts as new: an interrupted invitation leaves such an account. One of
    /// the identity provider does not: its owner signs in there.
    /// </summary>
    internal async Task<(long UserId, bool IsNew)> FindOrAddAsync(string email, string name, CancellationToken cancellationToken)
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
            // Another admin invited the same email at the same moment. The first to lock the account grants roles; the others offer them.
            if (await FindAsync(email, cancellationToken) is { } meanwhile)
                return meanwhile;
            throw new InvalidOperationException("The account could not be added.", e);
        }
    }

    internal async Task<(long UserId, bool IsNew)?> FindAsync(string email, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>().FindByEmailAsync(email) is not { } user)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (user.Id, await IsUnclaimedAsync(db, user.Id, cancellationToken));
    }

    internal static Task<bool> IsUnclaimedAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(
            u =>
                u.Id == userId
                && u.DisabledAt == null
                && u.PasswordHash == null
                && !db.RoleGrants.Any(g => g.UserId == userId)
                && !db.RoleOffers.Any(o => o.UserId == userId)
                && !db.AccountSessions.Any(s => s.UserId == userId)
                && !db.ProvisionedUsers.Any(p => p.UserId == userId),
            cancellationToken
        );

    internal async Task<string?> StoredAddressAsync(long userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.Where(u => u.Id == userId).Select(u => u.Email).SingleOrDefaultAsync(cancellationToken);
    }

    internal static bool IsAddress(string email) =>
        email.Length <= 256 && System.Net.Mail.MailAddress.TryCreate(email, out var parsed) && parsed.Address == email;

    /// <summary>
    /// Compares ASCII letters case-insensitively. Addresses that are equal only after Unicode upper-casing can belong to different people.
    /// </summary>
    internal static bool SameAddress(string one, string other) => one == other || System.Text.Ascii.EqualsIgnoreCase(one, other);
}
