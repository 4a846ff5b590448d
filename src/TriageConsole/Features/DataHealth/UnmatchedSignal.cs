namespace TriageConsole.Features.DataHealth;

/// <summary>A signal or outcome whose interaction has not arrived.</summary>
/// <param name="Tenant">Key of the tenant.</param>
/// <param name="Type">explicit, implicit, outcome, system or human.</param>
/// <param name="Name">Name of the signal, or metric of the outcome.</param>
/// <param name="TraceId">The trace that it names; null: it names a task, a session, or only a response.</param>
/// <param name="TaskType">The workflow of the task.</param>
/// <param name="TaskId">The task that it names.</param>
/// <param name="OutputId">The response that it names.</param>
/// <param name="SessionId">The session that it names.</param>
/// <param name="ReceivedAt">When it was received.</param>
public sealed record UnmatchedSignal(
    string Tenant,
    string Type,
    string Name,
    string? TraceId,
    string? TaskType,
    string? TaskId,
    string? OutputId,
    string? SessionId,
    DateTimeOffset ReceivedAt
);
