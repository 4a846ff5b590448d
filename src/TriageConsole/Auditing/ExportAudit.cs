using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Security;

namespace TriageConsole.Auditing;

/// <summary>Records that somebody asks for a file, before the first byte is sent: a file that was read in part has left too.</summary>
internal sealed class ExportAudit(IDbContextFactory<TriageDbContext> contexts, TimeProvider time) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var user = context.HttpContext.User;
        var caller = user.HasClaim(c => c.Type == ApiCaller.TenantIdClaim) ? ApiCaller.From(user) : null;
        await using (var db = await contexts.CreateDbContextAsync(context.HttpContext.RequestAborted))
        {
            AuditTrail.Add(
                db,
                time.GetUtcNow(),
                caller is null ? Person(user) : AuditActor.Of(caller),
                caller?.TenantId,
                AuditActions.Exported,
                request.Path.Value ?? "",
                // Values of filters can be texts or ids of end users, which an erasure could not remove from here.
                new { Filters = request.Query.Keys }
            );
            await db.SaveChangesAsync(context.HttpContext.RequestAborted);
        }

        return await next(context);
    }

    private static AuditActor Person(ClaimsPrincipal user) =>
        AuditActor.Person(
            long.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture),
            user.Identity?.Name ?? ""
        );
}
