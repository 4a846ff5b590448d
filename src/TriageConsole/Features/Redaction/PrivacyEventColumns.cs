using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Redaction;

/// <summary>The columns of the list of privacy events.</summary>
internal static class PrivacyEventColumns
{
    public static readonly GridField<PrivacyEventRow> At = new("at", "Time", r => r.At);
    public static readonly GridField<PrivacyEventRow> Kind = new("kind", "Event", r => PrivacyEventNames.Words(r.Kind))
    {
        IsSortable = false,
    };
    public static readonly GridField<PrivacyEventRow> Actor = new("actor", "Person", r => r.Actor)
    {
        IsSortable = false,
        Hint = "The person, API key or command line that acted",
    };
    public static readonly GridField<PrivacyEventRow> User = new("end_user", "End user", r => r.UserId ?? r.SubjectHash)
    {
        IsSortable = false,
        Hint = "Whose data: the user id while an interaction has it, else a keyed hash of the id",
    };
    public static readonly GridField<PrivacyEventRow> Interaction = new("trace_id", "Interaction", r => r.TraceId) { IsSortable = false };
    public static readonly GridField<PrivacyEventRow> Reason = new("reason", "Reason", r => r.Reason) { IsSortable = false };
    public static readonly GridField<PrivacyEventRow> Workflow = new("workflow", "Workflow", r => r.Workflow) { IsSortable = false };
    public static readonly GridField<PrivacyEventRow> Tenant = new("tenant", "Tenant", r => r.Tenant) { IsSortable = false };
    public static readonly GridField<PrivacyEventRow> Detail = new("detail", "Details", r => r.Detail)
    {
        IsSortable = false,
        IsHidden = true,
        IsCut = true,
    };

    public static readonly IReadOnlyList<GridField<PrivacyEventRow>> All =
    [
        At,
        Kind,
        Actor,
        User,
        Interaction,
        Reason,
        Workflow,
        Tenant,
        Detail,
    ];
}
