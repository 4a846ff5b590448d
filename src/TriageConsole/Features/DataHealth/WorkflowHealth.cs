using TriageConsole.Data.Patterns;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.DataHealth;

/// <summary>What comes in of a workflow, and what was noticed about it.</summary>
/// <param name="Workflow">Which one.</param>
/// <param name="Day">Interactions of the last 24 hours of event time.</param>
/// <param name="Week">Of the last seven days.</param>
/// <param name="LastEvent">Time of the latest event; null where nothing came yet.</param>
/// <param name="Looked">How many of the latest interactions the shares are of.</param>
/// <param name="Joined">Share with a known outcome.</param>
/// <param name="Fields">The fields that matter most.</param>
/// <param name="Findings">Those in force, alarms first.</param>
public sealed record WorkflowHealth(
    WorkflowRef Workflow,
    long Day,
    long Week,
    DateTimeOffset? LastEvent,
    int Looked,
    double Joined,
    IReadOnlyList<FieldFill> Fields,
    IReadOnlyList<Finding> Findings
);
