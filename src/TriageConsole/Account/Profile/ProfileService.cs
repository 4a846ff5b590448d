using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
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
            .Select(u => new ProfileView(
                u.DisplayName,
                u.Email ?? "",
                u.PasswordHash != null,
                u.TwoFactorEnabled,
                u.TimeZone,
                u.FlagNotices
            ))
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

    /// <summary>The IANA ids of the time zones that this server knows.</summary>
    public static IReadOnlyList<string> TimeZones { get; } =
    [
        "UTC",
        .. TimeZoneInfo
            .GetSystemTimeZones()
            .Where(z => z.HasIanaId)
            .Select(z => z.Id)
            .Where(id => id.Contains('/', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public async Task<Result> SetTimeZoneAsync(PersonAccess access, string? zone, CancellationToken cancellationToken = default)
    {
        if (Iana(zone) is not { } kept)
            return Error.Invalid("Select a time zone of the list, such as Europe/Berlin.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Users.Where(u => u.Id == access.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.TimeZone, kept), cancellationToken);
        return Result.Done("Saved. Times are now shown in this time zone.");
    }

    /// <summary>Takes the time zone of the person's browser if none is stored. False if it is not known here.</summary>
    public async Task<bool> AdoptTimeZoneAsync(PersonAccess access, string? zone, CancellationToken cancellationToken = default)
    {
        if (Iana(zone) is not { } kept)
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
                .Users.Where(u => u.Id == access.UserId && u.TimeZone == null)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.TimeZone, kept), cancellationToken) == 1;
    }

    /// <summary>Null if it is no IANA id of a zone that this server knows.</summary>
    private static string? Iana(string? zone) =>
        zone is { Length: > 0 and <= 100 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) && known.HasIanaId
            ? TimeZoneInfo.TryConvertWindowsIdToIanaId(zone, out var converted) && zone != "UTC"
                ? converted
                : zone
            : null;

    public async Task<Result> SetFlagNoticesAsync(PersonAccess access, FlagNotices notices, CancellationToken cancellationToken = default)
    {
        if (!Enum.IsDefined(notices))
            return Error.Invalid("Select of which flags you get notices.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Users.Where(u => u.Id == access.UserId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.FlagNotices, notices), cancellationToken);
        return Result.Done("Saved.");
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
