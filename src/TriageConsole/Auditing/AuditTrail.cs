using System.Text.Json;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.AuditLog;

namespace TriageConsole.Auditing;

/// <summary>
/// Writes actions for the audit log. The row is added to the context of the action and saved with it: an action that is not committed leaves
/// no trace, and none is committed without its own.
/// </summary>
public sealed class AuditTrail(TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="db">The context that saves the action.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="tenant">Key of the tenant; null for what concerns the whole installation.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">What it is applied to; cut after 500 characters.</param>
    /// <param name="details">An object with small values, no texts of interactions and no secrets; null if there is nothing to add.</param>
    public void Add(TriageDbContext db, AuditActor actor, string? tenant, string action, string subject, object? details = null) =>
        db.AuditRecords.Add(
            new AuditRecord
            {
                At = time.GetUtcNow(),
                Tenant = tenant is null ? null : Texts.Cut(Texts.Storable(tenant), 200),
                Actor = actor.Text,
                Action = action,
                Subject = Texts.Cut(Texts.Storable(subject), 500),
                Details = details is null ? "{}" : Texts.Storable(JsonSerializer.Serialize(details, Json)),
            }
        );
}
