using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Providers;
using TriageConsole.Outbound;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>The endpoints that evaluations can call. Only admins of a tenant add them.</summary>
public sealed class EndpointService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IDataProtectionProvider protection,
    OutboundHttp outbound,
    TimeProvider time
)
{
    private const string Completions = "/chat/completions";

    private readonly IDataProtector protector = protection.CreateProtector("TriageConsole.ModelEndpoint.Key");

    /// <summary>The endpoints of the tenants that the person administers; removed ones last.</summary>
    public async Task<ListPage<EndpointRow>> ListAsync(PersonAccess access, int page = 1, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var everywhere = access.IsSiteAdmin;
        var tenants = access
            .Grants.Where(g => g is { Role: Role.Admin, TenantId: not null, WorkflowId: null })
            .Select(g => g.TenantId!.Value)
            .ToArray();
        return await (
            from e in db.ModelEndpoints.AsNoTracking()
            where everywhere || tenants.Contains(e.TenantId)
            join t in db.Tenants on e.TenantId equals t.Id
            orderby e.RemovedAt != null, t.Key, e.Name, e.Id
            select new EndpointRow(
                e.Id,
                e.TenantId,
                t.Key,
                e.Name,
                e.BaseUrl,
                e.Model,
                e.ProtectedKey != null,
                e.CreatedAt,
                e.CreatedBy,
                e.RemovedAt,
                e.RowVersion
            )
        ).ToPageAsync(page, Paging.Rows, cancellationToken);
    }

    /// <summary>The tenants for which the person can add an endpoint.</summary>
    public async Task<IReadOnlyList<(long Id, string Key)>> TenantsAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = await db.Tenants.OrderBy(t => t.Key).Select(t => new { t.Id, t.Key }).ToListAsync(cancellationToken);
        return [.. all.Where(t => access.Has(Role.Admin, t.Id, null)).Select(t => (t.Id, t.Key))];
    }

    /// <summary>The endpoints that a run of the tenant can call: names without addresses.</summary>
    internal async Task<IReadOnlyList<(long Id, string Name, string Model)>> OfTenantAsync(
        long tenantId,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .ModelEndpoints.Where(e => e.TenantId == tenantId && e.RemovedAt == null)
            .OrderBy(e => e.Name)
            .Select(e => new
            {
                e.Id,
                e.Name,
                e.Model,
            })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(e => (e.Id, e.Name, e.Model));
    }

    /// <summary>Adds an endpoint.</summary>
    /// <exception cref="AccessDeniedException">The person is not an admin of the tenant.</exception>
    public async Task<Result> CreateAsync(
        PersonAccess access,
        long tenantId,
        EndpointEdit edit,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, tenantId);
        if (Wrong(edit) is { } wrong)
            return wrong;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ModelEndpoints.Add(
            new ModelEndpoint
            {
                TenantId = tenantId,
                Name = edit.Name.Trim(),
                BaseUrl = Normal(edit.BaseUrl),
                Model = edit.Model.Trim(),
                ProtectedKey = Protect(edit.Key),
                CreatedAt = time.GetUtcNow(),
                CreatedBy = access.DisplayName,
            }
        );
        return await SaveAsync(db, "Added. Evaluations can use it.", cancellationToken);
    }

    /// <summary>Changes an endpoint. Runs that have started keep its earlier settings, except for the key.</summary>
    /// <exception cref="AccessDeniedException">The person is not an admin of its tenant.</exception>
    public async Task<Result> ChangeAsync(
        PersonAccess access,
        long id,
        int rowVersion,
        EndpointEdit edit,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var endpoint = await FindAsync(db, access, id, cancellationToken);
        if (Wrong(edit) is { } wrong)
            return wrong;
        if (endpoint.RowVersion != rowVersion)
            return Error.Conflict("Another user changed it at the same time. The page shows the current state.");
        // A key is entrusted to one host: another host needs the key again.
        if (endpoint.ProtectedKey is not null && edit.Key is null && !SameHost(endpoint.BaseUrl, edit.BaseUrl))
            return Error.InvalidField("key", "Enter the key again. The stored key is only sent to the earlier host.");
        (endpoint.Name, endpoint.BaseUrl, endpoint.Model) = (edit.Name.Trim(), Normal(edit.BaseUrl), edit.Model.Trim());
        if (edit.Key is not null)
            endpoint.ProtectedKey = Protect(edit.Key);
        return await SaveAsync(db, "Saved.", cancellationToken);
    }

    /// <summary>Removes an endpoint from use, or restores it.</summary>
    /// <exception cref="AccessDeniedException">The person is not an admin of its tenant.</exception>
    public async Task<Result> RemoveAsync(PersonAccess access, long id, bool removed, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var endpoint = await FindAsync(db, access, id, cancellationToken);
        endpoint.RemovedAt = removed ? time.GetUtcNow() : null;
        return await SaveAsync(db, removed ? "Disabled. Runs no longer call it." : "Enabled. Evaluations can use it.", cancellationToken);
    }

    /// <summary>Returns an endpoint with its decrypted key, or why it cannot be used.</summary>
    internal async Task<(ChatEndpoint? Endpoint, string? Problem)> OpenAsync(
        long tenantId,
        System.Linq.Expressions.Expression<Func<ModelEndpoint, bool>> which,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var endpoint = await db
            .ModelEndpoints.AsNoTracking()
            .Where(e => e.TenantId == tenantId && e.RemovedAt == null)
            .Where(which)
            .FirstOrDefaultAsync(cancellationToken);
        if (endpoint is null)
            return (null, "The endpoint is disabled.");
        try
        {
            return (
                new ChatEndpoint(
                    new Uri(endpoint.BaseUrl + Completions),
                    endpoint.Model,
                    endpoint.ProtectedKey is { } key ? protector.Unprotect(key) : null
                ),
                null
            );
        }
        catch (CryptographicException)
        {
            return (null, "The key of the endpoint cannot be decrypted. An admin must enter it again.");
        }
    }

    private static void Demand(PersonAccess access, long tenantId)
    {
        if (!access.Has(Role.Admin, tenantId, null))
            throw new AccessDeniedException("Only admins of the tenant can add and change endpoints.");
    }

    private static async Task<ModelEndpoint> FindAsync(
        TriageDbContext db,
        PersonAccess access,
        long id,
        CancellationToken cancellationToken
    )
    {
        var endpoint =
            await db.ModelEndpoints.SingleOrDefaultAsync(e => e.Id == id, cancellationToken)
            ?? throw new AccessDeniedException("The endpoint does not exist, or you have no access to it.");
        Demand(access, endpoint.TenantId);
        return endpoint;
    }

    private Error? Wrong(EndpointEdit edit)
    {
        if (edit.Name.Trim().Length is 0 or > 100)
            return Error.InvalidField("name", "A name has 1 to 100 characters.");
        if (edit.Model.Trim().Length is 0 or > 200)
            return Error.InvalidField("model", "A model has 1 to 200 characters.");
        if (
            edit.BaseUrl.Trim().Length > 500
            || !Uri.TryCreate(edit.BaseUrl.Trim(), UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
        )
            return Error.InvalidField("url", "The address must start with http:// or https://.");
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            return Error.InvalidField("url", "The address must not have a user, a query or a fragment. Example: https://host/v1.");
        if (!outbound.MayReach(url))
            return Error.InvalidField(
                "url",
                "The configuration of the server does not allow this host. Public hosts are allowed unless it has a list; "
                    + "an operator can add hosts of a private network."
            );
        if (edit.Key is { } key && (key.Length > 4000 || key.Any(c => c is < '!' or > '~')))
            return Error.InvalidField("key", "A key has up to 4,000 printable ASCII characters without spaces.");
        return new[] { edit.Name, edit.Model }.Any(t => Texts.Storable(t) != t)
            ? Error.InvalidField("name", "A text contains a character that cannot be stored.")
            : null;
    }

    private static string Normal(string url)
    {
        var plain = url.Trim().TrimEnd('/');
        return plain.EndsWith(Completions, StringComparison.Ordinal) ? plain[..^Completions.Length] : plain;
    }

    private static bool SameHost(string a, string b) =>
        Uri.TryCreate(a, UriKind.Absolute, out var x)
        && Uri.TryCreate(b.Trim(), UriKind.Absolute, out var y)
        && Uri.Compare(x, y, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private string? Protect(string? key) => string.IsNullOrEmpty(key) ? null : protector.Protect(key);

    private async Task<Result> SaveAsync(TriageDbContext db, string done, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done(done);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Error.Conflict("Another user changed it at the same time. The page shows the current state.");
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return Error.InvalidField("name", "An endpoint with this name already exists.");
        }
    }
}
