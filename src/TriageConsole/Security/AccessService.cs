using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>
/// Reads sessions and roles from the database for each use case, without a cache: a page can stay open longer than a role or a session
/// exists, and several instances share one database.
/// </summary>
public sealed class AccessService(IDbContextFactory<TriageDbContext> contexts, PersonActivity activity, TimeProvider time)
{
    /// <summary>The current roles of the person of this session. <see cref="PersonAccess.Nobody"/> if the session has ended.</summary>
    public async Task<PersonAccess> ForAsync(ClaimsPrincipal principal, CancellationToken cancellationToken = default)
    {
        if (principal.PersonId() is not { } userId || principal.SessionId() is not { } sessionId)
            return PersonAccess.Nobody;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await Open(db, sessionId, userId)
            .Select(s => new
            {
                s.User!.DisplayName,
                s.User.TimeZone,
                s.LastSeenAt,
                Grants = db.RoleGrants.Where(g => g.UserId == s.UserId).Select(g => new Grant(g.Role, g.TenantId, g.WorkflowId)).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (row is null)
            return PersonAccess.Nobody;
        await activity.SeenAsync(userId, sessionId, row.LastSeenAt, cancellationToken);
        return new PersonAccess(userId, row.DisplayName, row.Grants) { TimeZone = row.TimeZone };
    }

    /// <summary>Whether the session is still valid. Reads one row by its key.</summary>
    public async Task<bool> IsOpenAsync(ClaimsPrincipal principal, CancellationToken cancellationToken = default)
    {
        if (principal.PersonId() is not { } userId || principal.SessionId() is not { } sessionId)
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Open(db, sessionId, userId).AnyAsync(cancellationToken);
    }

    /// <summary>For callers without a session, such as jobs that act on behalf of a person.</summary>
    public async Task<PersonAccess> ForUserAsync(long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Users.Where(u => u.Id == userId && u.DisabledAt == null)
            .Select(u => new
            {
                u.DisplayName,
                u.TimeZone,
                Grants = db.RoleGrants.Where(g => g.UserId == u.Id).Select(g => new Grant(g.Role, g.TenantId, g.WorkflowId)).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return rows is null ? PersonAccess.Nobody : new PersonAccess(userId, rows.DisplayName, rows.Grants) { TimeZone = rows.TimeZone };
    }

    /// <summary>
    /// The person of a request over the API: the one whom it names, or the owner of a personal access token, who can name nobody else.
    /// </summary>
    public async Task<PersonAccess> ForCallerAsync(ApiCaller caller, string? email, CancellationToken cancellationToken = default)
    {
        if (caller.Person is not { } person)
            return string.IsNullOrWhiteSpace(email) ? PersonAccess.Nobody : await ForEmailAsync(email, cancellationToken);
        return string.IsNullOrWhiteSpace(email) || string.Equals(email.Trim(), person.Email, StringComparison.OrdinalIgnoreCase)
            ? await ForUserAsync(person.Id, cancellationToken)
            : PersonAccess.Nobody;
    }

    /// <summary>For requests with an API key that name a person. <see cref="PersonAccess.Nobody"/> if there is no such person.</summary>
    private async Task<PersonAccess> ForEmailAsync(string email, CancellationToken cancellationToken = default)
    {
        var normalized = email.Trim().ToUpperInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var userId = await db
            .Users.Where(u => u.NormalizedEmail == normalized)
            .Select(u => (long?)u.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return userId is { } id ? await ForUserAsync(id, cancellationToken) : PersonAccess.Nobody;
    }

    private IQueryable<AccountSession> Open(TriageDbContext db, Guid sessionId, long userId)
    {
        var now = time.GetUtcNow();
        return db.AccountSessions.Where(s =>
            s.Id == sessionId
            && s.UserId == userId
            && s.ExpiresAt > now
            && s.User!.DisabledAt == null
            && s.User.SecurityStamp == s.SecurityStamp
        );
    }
}
