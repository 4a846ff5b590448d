using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Demo;

/// <summary>
/// The API key of the simulated traffic of a tenant. Only the hash of a key is stored in its table, so the simulator keeps its key in a
/// mark, encrypted by the key ring that all instances share.
/// </summary>
internal sealed class SimulatorKeys(
    ApiKeyService keys,
    IDbContextFactory<TriageDbContext> contexts,
    JobMarks marks,
    IDataProtectionProvider protection,
    TimeProvider time
)
{
    public const string KeyName = "Simulated traffic";
    private const string Mark = "simulated-traffic-key";
    private const int IdBytes = 8;

    private readonly IDataProtector protector = protection.CreateProtector("simulated-traffic");

    public async Task<string> GetAsync(long tenantId, CancellationToken cancellationToken) =>
        Read((await marks.OfAsync(Mark, cancellationToken)).GetValueOrDefault(tenantId)?.Value)
        ?? await CreateAsync(tenantId, cancellationToken);

    /// <summary>The key was refused. The next run creates another one.</summary>
    public Task ForgetAsync(long tenantId, CancellationToken cancellationToken) => marks.SetAsync(Mark, tenantId, "", cancellationToken);

    private async Task<string> CreateAsync(long tenantId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.Where(t => t.Id == tenantId).Select(t => t.Key).SingleAsync(cancellationToken);
        await db
            .ApiKeys.Where(k => k.TenantId == tenantId && k.Name == KeyName && k.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, now), cancellationToken);
        var created = await keys.CreateAsync(tenant, KeyName, [ApiScopes.Ingest, ApiScopes.Read], null, null, cancellationToken);
        var parts = created.Key.Split('_');
        var bytes = protector.Protect([.. Convert.FromHexString(parts[1]), .. Convert.FromHexString(parts[2])]);
        await marks.SetAsync(Mark, tenantId, WebEncoders.Base64UrlEncode(bytes), cancellationToken);
        return created.Key;
    }

    private string? Read(string? stored)
    {
        if (string.IsNullOrEmpty(stored))
            return null;
        try
        {
            var bytes = protector.Unprotect(WebEncoders.Base64UrlDecode(stored));
            return $"tck_{Convert.ToHexStringLower(bytes[..IdBytes])}_{Convert.ToHexStringLower(bytes[IdBytes..])}";
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            // The key ring was replaced.
            return null;
        }
    }
}
