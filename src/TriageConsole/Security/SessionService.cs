using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>
/// Sessions of people, one row for each browser that is signed in. Signing out deletes the row; a new password or a disabled account
/// changes the account's stamp, and the rows with the old one count for nothing.
/// </summary>
public sealed class SessionService(IDbContextFactory<TriageDbContext> contexts, OpenCircuits circuits, TimeProvider time)
{
    /// <summary>Names the session in the cookie.</summary>
    public const string Claim = "triage:session";

    /// <summary>The cookie itself ends after seven days without a visit.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public async Task<Guid> StartAsync(AppUser user, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var session = new AccountSession
        {
            Id = Guid.NewGuid(),
            UserId = user.Id,
            SecurityStamp = user.SecurityStamp ?? "",
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AccountSessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return session.Id;
    }

    /// <summary>Ends it for every instance with the next action, and at once for the pages that are open here.</summary>
    public async Task EndAsync(Guid sessionId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.AccountSessions.Where(s => s.Id == sessionId).ExecuteDeleteAsync(cancellationToken);
        circuits.EndSession(sessionId);
    }

    /// <summary>Deletes sessions and sign-in counts that are over.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .AccountSessions.Where(s => s.ExpiresAt <= now || s.User!.SecurityStamp != s.SecurityStamp)
            .ExecuteDeleteAsync(cancellationToken);
        await db.SignInTries.Where(t => t.EndsAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The cookie's check, at every request: a copied cookie is refused once its session has ended.</summary>
    internal static async Task ValidateCookieAsync(CookieValidatePrincipalContext context)
    {
        // Public files need no session, and each page asks for many of them. Nor does the error page, which also shows that the database is away.
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

/// <summary>The pages that are open in this process, so that signing out ends them at once. Other instances refuse at the next action.</summary>
public sealed class OpenCircuits
{
    private readonly ConcurrentDictionary<CircuitSession, Guid> circuits = new();

    internal void Add(CircuitSession circuit, Guid sessionId) => circuits[circuit] = sessionId;

    internal void Remove(CircuitSession circuit) => circuits.TryRemove(circuit, out _);

    internal void EndSession(Guid sessionId)
    {
        foreach (var (circuit, id) in circuits)
            if (id == sessionId)
                circuit.End();
    }
}
