namespace TriageConsole.Client;

/// <summary>What feedback is about: an interaction by its trace id, or a task of a workflow.</summary>
internal sealed record FeedbackTarget(string? TraceId, string? Workflow, string? TaskId, string? UserId);
