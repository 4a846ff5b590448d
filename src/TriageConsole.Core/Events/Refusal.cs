namespace TriageConsole.Core.Events;

/// <summary>The reason why a line is in quarantine.</summary>
/// <param name="Reason">A stable code such as <c>missing_task_id</c>.</param>
/// <param name="Detail">One sentence for display.</param>
public sealed record Refusal(string Reason, string Detail);
