using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Security;

namespace TriageConsole.Account.Profile;

/// <summary>What people decide about their own account. Each method changes only the account of its caller.</summary>
public sealed class ProfileService(IDbContextFactory<TriageDbContext> contexts)
{
    public const int MaxName = 200;

    /// <summary>Null if the session has ended.</summary>
    public async Task<ProfileView?> ReadAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Users.AsNoTracking()
            .Where(u => u.Id == access.UserId)
            .Select(u => new ProfileView(u.DisplayName, u.Email ?? "", u.PasswordHash != null, u.TwoFactorEnabled))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The theme of a person: <c>light</c>, <c>dark</c>, or null for that of the system.</summary>
    public async Task<string?> ThemeAsync(long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.Where(u => u.Id == userId).Select(u => u.Theme).SingleOrDefaultAsync(cancellationToken);
    }

    /// <param name="access">The person.</param>
    /// <param name="theme"><c>light</c> or <c>dark</c>; anything else follows the system.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    public async Task SetThemeAsync(PersonAccess access, string theme, CancellationToken cancellationToken = default)
    {
        var kept = theme is "light" or "dark" ? theme : null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Users.Where(u => u.Id == access.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.Theme, kept), cancellationToken);
    }

    /// <summary>The keys of the person on the labeling page.</summary>
    public async Task<LabelKeys> KeysAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return LabelKeys.Of(
            await db.Users.Where(u => u.Id == access.UserId).Select(u => u.LabelKeys).SingleOrDefaultAsync(cancellationToken)
        );
    }

    public async Task<Result> SetKeysAsync(PersonAccess access, LabelKeys keys, CancellationToken cancellationToken = default)
    {
        var outcome = keys.Check();
        if (!outcome.Ok)
            return outcome;
        var stored = keys.Stored;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Users.Where(u => u.Id == access.UserId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.LabelKeys, stored), cancellationToken);
        return outcome;
    }

    public async Task<Result> RenameAsync(PersonAccess access, string? name, CancellationToken cancellationToken = default)
    {
        var kept = Core.Texts.Storable((name ?? "").Trim());
        if (kept.Length is 0 or > MaxName)
            return Error.Invalid($"Enter a name of 1 to {MaxName} characters.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Users.Where(u => u.Id == access.UserId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.DisplayName, kept), cancellationToken);
        return Result.Done("Saved.");
    }
}
