using TriageConsole.Auditing;
using TriageConsole.Data;

namespace TriageConsole.Account.Groups;

/// <summary>Records changes of groups. A group gives roles in several tenants, so its entries belong to the whole installation.</summary>
internal static class GroupAudit
{
    public static void Add(TriageDbContext db, DateTimeOffset at, AuditActor actor, string action, long groupId, object details) =>
        AuditTrail.Add(db, at, actor, null, action, $"group/{groupId}", details);
}
