using TriageConsole.Data.Patterns;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.DataHealth;

/// <summary>The incoming data of a workflow and its findings.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Day">Interactions of the last 24 hours of event time.</param>
/// <param name="Week">Interactions of the last seven days of event time.</param>
/// <param name="LastEvent">Time of the latest event; null if there are none.</param>
/// <param name="Looked">Number of latest interactions that the shares refer to.</param>
/// <param name="Joined">Share with a known outcome, 0..1.</param>
/// <param name="Fields">The most important fields.</param>
/// <param name="Consent">Shares of the latest interactions by consent scope, the largest first; <c>none</c> for those without.</param>
/// <param name="Findings">Current findings, alerts first.</param>
public sealed record WorkflowHealth(
    WorkflowRef Workflow,
    long Day,
    long Week,
    DateTimeOffset? LastEvent,
    int Looked,
    double Joined,
    IReadOnlyList<FieldFill> Fields,
    IReadOnlyList<FieldFill> Consent,
    IReadOnlyList<Finding> Findings
);
