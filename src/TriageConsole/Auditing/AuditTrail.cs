using System.Text.Json;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.AuditLog;

namespace TriageConsole.Auditing;

/// <summary>
/// Writes actions for the audit log. The row is added to the context of the action and saved with it: an action that is not committed
/// leaves no trace, and none is committed without its own.
/// </summary>
public static class AuditTrail
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="db">The context that saves the action.</param>
    /// <param name="at">When it happens.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="tenantId">The tenant; null for what concerns the whole installation.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">What it is applied to; cut after 500 characters.</param>
    /// <param name="details">An object with small values, no texts of interactions and no secrets; null if there is nothing to add.</param>
    public static void Add(
        TriageDbContext db,
        DateTimeOffset at,
        AuditActor actor,
        long? tenantId,
        string action,
        string subject,
        object? details = null
    ) =>
        db.AuditRecords.Add(
            new AuditRecord
            {
                At = at,
                TenantId = tenantId,
                Actor = actor.Text,
                Action = action,
                Subject = Texts.Cut(Texts.Storable(subject), 500),
                Details = details is null ? "{}" : Texts.Storable(JsonSerializer.Serialize(details, Json)),
            }
        );
}
