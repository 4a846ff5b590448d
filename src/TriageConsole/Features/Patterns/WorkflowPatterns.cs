using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// How many patterns a workflow has. <paramref name="Waiting"/> are new or came back; <paramref name="MaxLost"/> is what the costliest
/// loses a week.
/// </summary>
public sealed record WorkflowPatterns(WorkflowRef Workflow, int InForce, int Waiting, double MaxLost, DateTimeOffset? SearchedAt);
