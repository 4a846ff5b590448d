using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

public enum LinkState { Valid, Expired, Used }

/// <summary>What a link says of itself before anybody presses its button.</summary>
public sealed record LinkView(long UserId, string DisplayName, string Email, bool IsInvitation, LinkState State);

/// <summary>Personal one-time links. The database holds only the SHA-256 of a token.</summary>
public sealed class SignInLinkService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    public const int MinPasswordLength = 12;
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);
    public static readonly TimeSpan SignInLifetime = TimeSpan.FromDays(1);

    /// <summary>The token, to be put after <c>/account/link/</c>; it cannot be read again.</summary>
    public async Task<string> CreateAsync(long userId, bool isInvitation, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.SignInLinks.Add(new SignInLink { UserId = userId, TokenHash = Hash(token), IsInvitation = isInvitation, ExpiresAt = time.GetUtcNow() + lifetime });
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>Looks without consuming; null where there is no such link, or its person is disabled.</summary>
    public async Task<LinkView?> FindAsync(string token, CancellationToken cancellationToken = default)
    {
        var hash = Hash(token);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SignInLinks.Where(l => l.TokenHash == hash && l.User!.DisabledAt == null)
            .Select(l => new LinkView(l.UserId, l.User!.DisplayName, l.User.Email!, l.IsInvitation,
                l.UsedAt != null ? LinkState.Used : l.ExpiresAt <= now ? LinkState.Expired : LinkState.Valid))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Consumes the link in one statement, so that of two presses one wins. False: used or expired meanwhile.</summary>
    public async Task<bool> RedeemAsync(string token, CancellationToken cancellationToken = default)
    {
        var hash = Hash(token);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SignInLinks.Where(l => l.TokenHash == hash && l.UsedAt == null && l.ExpiresAt > now && l.User!.DisabledAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), cancellationToken) == 1;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
