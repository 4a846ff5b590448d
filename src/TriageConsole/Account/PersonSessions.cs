using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>The sessions of a person for an admin whose scope contains all roles of the person.</summary>
public sealed class PersonSessions(
    IDbContextFactory<TriageDbContext> contexts,
    SessionService sessions,
    OpenCircuits circuits,
    TimeProvider time
)
{
    /// <summary>The open sessions. None if the person is not completely in the scope of the admin.</summary>
    public async Task<IReadOnlyList<SessionRow>> ListAsync(PersonAccess access, long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await RoleGrants.IsWithinReachAsync(db, access, userId, cancellationToken)
            ? await sessions.ListAsync(userId, cancellationToken)
            : [];
    }

    /// <summary>Ends all sessions of a person. A sign-in that waits for its second step ends too.</summary>
    public async Task<Result<PersonChange>> EndAllAsync(PersonAccess access, long userId, CancellationToken cancellationToken = default)
    {
        if (access.UserId == userId)
            return Error.Invalid("End your own sessions in your profile.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (stamp, concurrency) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        // The first statement locks the row, so the person cannot accept a role of another tenant in the meantime.
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(
                s => s.SetProperty(u => u.SecurityStamp, stamp).SetProperty(u => u.ConcurrencyStamp, concurrency),
                cancellationToken
            );
        if (!await RoleGrants.IsWithinReachAsync(db, access, userId, cancellationToken))
            return PeopleService.NotYours;
        AuditTrail.Add(db, time.GetUtcNow(), AuditActor.Of(access), null, AuditActions.SessionsEnded, $"person/{userId}");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        circuits.EndPerson(userId);
        return Result.Done("All sessions of this person have ended.", new PersonChange(userId));
    }
}
