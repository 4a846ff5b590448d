using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>The incoming data of a workflow, for an API key.</summary>
/// <param name="Workflow">Key of the workflow.</param>
/// <param name="LastDay">Interactions of the last 24 hours of event time.</param>
/// <param name="LastWeek">Interactions of the last seven days of event time.</param>
/// <param name="LastEvent">Time of the latest event; null if there are none.</param>
/// <param name="Interactions">Number of latest interactions that the shares refer to.</param>
/// <param name="OutcomeShare">Share of them with a known outcome, 0..1.</param>
/// <param name="FieldShares">Share of them that have a field, 0..1, by name of the field.</param>
/// <param name="ConsentShares">Share of them with a consent scope, 0..1, by scope; <c>none</c> for those without.</param>
/// <param name="Alerts">Current findings of level alert.</param>
/// <param name="Notices">Current findings of level notice.</param>
public sealed record WorkflowHealthAnswer(
    string Workflow,
    long LastDay,
    long LastWeek,
    DateTimeOffset? LastEvent,
    int Interactions,
    double OutcomeShare,
    IReadOnlyDictionary<string, double> FieldShares,
    IReadOnlyDictionary<string, double> ConsentShares,
    int Alerts,
    int Notices
)
{
    internal static WorkflowHealthAnswer Of(WorkflowHealth health) =>
        new(
            health.Workflow.Key,
            health.Day,
            health.Week,
            health.LastEvent,
            health.Looked,
            health.Joined,
            health.Fields.ToDictionary(f => f.Field.Replace(' ', '_'), f => f.Share),
            // A sender can name a scope none.
            health.Consent.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.Sum(f => f.Share)),
            health.Findings.Count(f => f.Level == FindingLevel.Alert),
            health.Findings.Count(f => f.Level != FindingLevel.Alert)
        );
}
