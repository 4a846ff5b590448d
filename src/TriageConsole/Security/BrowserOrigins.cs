using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Security;

/// <summary>
/// Lets pages of other origins call the endpoints for feedback, if a valid browser key lists the origin. Cookies are never sent, and the
/// key of the request must list the origin too.
/// </summary>
internal sealed class BrowserOrigins(IDbContextFactory<TriageDbContext> contexts, TimeProvider time) : ICorsPolicyProvider
{
    public const string Policy = "browser";

    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy || context.Request.Headers.Origin is not [{ Length: > 0 and <= 300 } origin])
            return null;
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(context.RequestAborted);
        var isListed = await db
            .ApiKeyOrigins.Where(o => o.Origin == origin)
            .Join(db.ApiKeys, o => o.ApiKeyId, k => k.Id, (o, k) => k)
            .AnyAsync(k => k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), context.RequestAborted);
        return isListed
            ? new CorsPolicyBuilder(origin)
                .WithMethods(HttpMethods.Post, HttpMethods.Get)
                .AllowAnyHeader()
                .WithExposedHeaders("Retry-After")
                .SetPreflightMaxAge(PreflightAge)
                .Build()
            : null;
    }
}
