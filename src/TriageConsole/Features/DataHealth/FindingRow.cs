using System.Linq.Expressions;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.DataHealth;

/// <summary>The data of an interaction that the findings read.</summary>
internal sealed class FindingRow
{
    public static readonly Expression<Func<Interaction, FindingRow>> Of = i => new FindingRow
    {
        Timestamp = i.Timestamp,
        TimeIsReal = i.TimeIsReal,
        ReceivedAt = i.ReceivedAt,
        UserId = i.UserId,
        SessionId = i.SessionId,
        OutcomeMetric = i.OutcomeMetric,
        OutputTokens = i.OutputTokens,
        Cost = i.Cost,
        ConsentScope = i.ConsentScope,
        Columns = new InteractionColumns(
            i.ModelId,
            i.ModelVersion,
            i.ServedModel,
            i.PromptVersion,
            i.Release,
            i.DeploymentId,
            i.KnowledgeVersion,
            i.Country,
            i.Segment,
            i.ErrorKind,
            i.TaskId,
            i.ClientLatencyMs ?? i.ServerLatencyMs
        ),
        Attributes = i.Attributes,
    };

    public required DateTimeOffset Timestamp { get; init; }

    public required bool TimeIsReal { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string? UserId { get; init; }

    public required string? SessionId { get; init; }

    public required string? OutcomeMetric { get; init; }

    public required int? OutputTokens { get; init; }

    public required double? Cost { get; init; }

    public required string? ConsentScope { get; init; }

    public required InteractionColumns Columns { get; init; }

    public required string? Attributes { get; init; }
}
