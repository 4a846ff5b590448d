using System.Linq.Expressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>
/// Manages sessions, one row per signed-in browser. Sign-out deletes the row. A new password or a disabled account changes the security
/// stamp of the account, which invalidates the rows with the old stamp.
/// </summary>
public sealed class SessionService(IDbContextFactory<TriageDbContext> contexts, OpenCircuits circuits, TimeProvider time)
{
    /// <summary>The claim type of the session id in the cookie.</summary>
    public const string Claim = "triage:session";

    private const int MaxListed = 100;

    /// <summary>The maximum lifetime of a session. The cookie itself expires after seven days without a request.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public async Task<Guid> StartAsync(AppUser user, string browser, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var session = new AccountSession
        {
            Id = Guid.NewGuid(),
            UserId = user.Id,
            SecurityStamp = user.SecurityStamp ?? "",
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
            Browser = browser,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AccountSessions.Add(session);
        AuditTrail.Add(
            db,
            now,
            AuditActor.Person(user.Id, user.DisplayName),
            null,
            AuditActions.SignedIn,
            $"person/{user.Id}",
            new { Browser = browser }
        );
        await db.SaveChangesAsync(cancellationToken);
        return session.Id;
    }

    /// <summary>Keeps a session of the account whose security stamp has just changed. All others have ended.</summary>
    internal async Task KeepAsync(Guid sessionId, AppUser user, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .AccountSessions.Where(s => s.Id == sessionId && s.UserId == user.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.SecurityStamp, user.SecurityStamp ?? ""), cancellationToken);
    }

    /// <summary>Records the last activity of a session.</summary>
    internal async Task SeenAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .AccountSessions.Where(s => s.Id == sessionId)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LastSeenAt, now), cancellationToken);
    }

    /// <summary>Ends a session. Pages in this process are signed out immediately, pages of other instances at their next action.</summary>
    public async Task EndAsync(Guid sessionId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.AccountSessions.Where(s => s.Id == sessionId).ExecuteDeleteAsync(cancellationToken);
        circuits.EndSession(sessionId);
    }

    /// <summary>The open sessions of a person, the last active first.</summary>
    public async Task<IReadOnlyList<SessionRow>> ListAsync(long userId, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .AccountSessions.AsNoTracking()
            .Where(s => s.UserId == userId && s.ExpiresAt > now && s.User!.SecurityStamp == s.SecurityStamp)
            .OrderByDescending(s => s.LastSeenAt ?? s.CreatedAt)
            .Take(MaxListed)
            .Select(s => new SessionRow(s.Id, s.Browser, s.CreatedAt, s.LastSeenAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Ends one of the person's own sessions. False if they have no such session.</summary>
    public async Task<bool> EndOwnAsync(PersonAccess access, Guid sessionId, CancellationToken cancellationToken = default)
    {
        var ended = await EndAsync(access, s => s.Id == sessionId, cancellationToken);
        circuits.EndSession(sessionId);
        return ended == 1;
    }

    /// <summary>Ends all sessions of the person except the one in which they ask for it.</summary>
    /// <returns>The number of sessions that have ended.</returns>
    public async Task<int> EndOthersAsync(PersonAccess access, Guid current, CancellationToken cancellationToken = default)
    {
        var ended = await EndAsync(access, s => s.Id != current, cancellationToken);
        circuits.EndPerson(access.UserId, except: current);
        return ended;
    }

    private async Task<int> EndAsync(PersonAccess access, Expression<Func<AccountSession, bool>> which, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ended = await db.AccountSessions.Where(s => s.UserId == access.UserId).Where(which).ExecuteDeleteAsync(cancellationToken);
        if (ended == 0)
            return 0;
        AuditTrail.Add(
            db,
            time.GetUtcNow(),
            AuditActor.Of(access),
            null,
            AuditActions.SessionsEnded,
            $"person/{access.UserId}",
            new { Sessions = ended }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ended;
    }

    /// <summary>Deletes ended sessions.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .AccountSessions.Where(s => s.ExpiresAt <= now || s.User!.SecurityStamp != s.SecurityStamp)
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Validates the cookie at every request, so that a copied cookie is invalid after its session has ended.</summary>
    internal static async Task ValidateCookieAsync(CookieValidatePrincipalContext context)
    {
        // Skip static files, which need no session and which each page requests many of. Skip the error page, which must also work if the
        // database is unreachable.
        if (
            context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null
        )
            return;
        var access = context.HttpContext.RequestServices.GetRequiredService<AccessService>();
        if (context.Principal is { } principal && await access.IsOpenAsync(principal, context.HttpContext.RequestAborted))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
