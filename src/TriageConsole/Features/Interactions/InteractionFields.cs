using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Interactions;

/// <summary>The columns of the list of interactions.</summary>
internal static class InteractionFields
{
    public static readonly GridField<InteractionRow> When = new("when", "Time", r => r.Timestamp);
    public static readonly GridField<InteractionRow> Input = new("input", "Input", r => r.Preview) { IsSortable = false, IsCut = true };
    public static readonly GridField<InteractionRow> Workflow = new("workflow", "Workflow", r => r.Workflow) { IsSortable = false };
    public static readonly GridField<InteractionRow> Model = new("model", "Model", r => $"{r.ModelId} {r.ModelVersion}".Trim())
    {
        IsSortable = false,
    };
    public static readonly GridField<InteractionRow> Segment = new("segment", "Segment", r => r.Segment) { IsSortable = false };
    public static readonly GridField<InteractionRow> Outcome = new("outcome", "Outcome", r => r.OutcomeValue) { IsNumber = true };
    public static readonly GridField<InteractionRow> Suspicion = new("suspicion", "Suspicion score", r => r.Suspicion)
    {
        IsNumber = true,
        Hint = "From 0 (no sign of a failure) to 1 (very likely failed)",
    };
    public static readonly GridField<InteractionRow> Labels = new("labels", "Labels", r => r.LabelCount) { IsNumber = true };
    public static readonly GridField<InteractionRow> Trace = Hidden("trace", "Trace id", r => r.TraceId);
    public static readonly GridField<InteractionRow> Tenant = Hidden("tenant", "Tenant", r => r.Tenant);
    public static readonly GridField<InteractionRow> Task = Hidden("task", "Task", r => r.TaskId);
    public static readonly GridField<InteractionRow> Release = Hidden("release", "Release", r => r.Release);
    public static readonly GridField<InteractionRow> Prompt = Hidden("prompt", "Prompt version", r => r.PromptVersion);
    public static readonly GridField<InteractionRow> Country = Hidden("country", "Country", r => r.Country);
    public static readonly GridField<InteractionRow> User = Hidden("user", "User", r => r.UserId);
    public static readonly GridField<InteractionRow> Latency = Hidden("latency_ms", "Latency (ms)", r => r.LatencyMs) with
    {
        IsNumber = true,
        IsSortable = true,
    };
    public static readonly GridField<InteractionRow> Error = Hidden("error", "Error", r => r.ErrorKind);
    public static readonly GridField<InteractionRow> ErrorClass = Hidden("error_class", "Error class", r => r.ErrorClass);

    public static readonly IReadOnlyList<GridField<InteractionRow>> All =
    [
        When,
        Input,
        Workflow,
        Model,
        Segment,
        Outcome,
        Suspicion,
        Labels,
        Trace,
        Tenant,
        Task,
        Release,
        Prompt,
        Country,
        User,
        Latency,
        Error,
        ErrorClass,
    ];

    private static GridField<InteractionRow> Hidden(string key, string title, Func<InteractionRow, object?> value) =>
        new(key, title, value) { IsHidden = true, IsSortable = false };
}
