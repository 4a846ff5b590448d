using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Triage;

/// <summary>The columns of the list of queues.</summary>
internal static class QueueSummaryColumns
{
    public static readonly GridField<QueueSummary> Workflow = new("workflow", "Workflow", s => s.Name);
    public static readonly GridField<QueueSummary> Tenant = new("tenant", "Tenant", s => s.TenantKey);
    public static readonly GridField<QueueSummary> Open = new("open", "Labels needed", s => s.OpenSlots) { IsNumber = true };
    public static readonly GridField<QueueSummary> Leased = new("leased", "In progress", s => s.LeasedSlots) { IsNumber = true };
    public static readonly GridField<QueueSummary> Labels = new("labels", "Labels done", s => s.Labels) { IsNumber = true };
    public static readonly GridField<QueueSummary> Review = new("review", "Needs review", s => s.NeedsReview) { IsNumber = true };

    public static readonly IReadOnlyList<GridField<QueueSummary>> All = [Workflow, Tenant, Open, Leased, Labels, Review];
}
