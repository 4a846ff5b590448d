using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Audit;

/// <summary>The columns of the audit log.</summary>
internal static class AuditColumns
{
    public static readonly GridField<AuditRow> Number = new("number", "No.", r => r.Number) { IsNumber = true };
    public static readonly GridField<AuditRow> At = new("at", "Time", r => r.At) { IsSortable = false };
    public static readonly GridField<AuditRow> Actor = new("actor", "Actor", r => r.Actor) { IsSortable = false };
    public static readonly GridField<AuditRow> Action = new("action", "Action", r => r.Action) { IsSortable = false };
    public static readonly GridField<AuditRow> Subject = new("subject", "Subject", r => r.Subject) { IsSortable = false };
    public static readonly GridField<AuditRow> Tenant = new("tenant", "Tenant", r => r.Tenant) { IsSortable = false };
    public static readonly GridField<AuditRow> Details = new("details", "Details", r => r.Details) { IsSortable = false };
    public static readonly GridField<AuditRow> Hash = new("hash", "Hash", r => r.Hash) { IsSortable = false, IsHidden = true };

    public static readonly IReadOnlyList<GridField<AuditRow>> All = [Number, At, Actor, Action, Subject, Tenant, Details, Hash];
}
