using System.Linq.Expressions;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Patterns;

/// <summary>The columns of an interaction that the pattern search reads.</summary>
internal sealed class SearchedInteraction
{
    public static readonly Expression<Func<Interaction, SearchedInteraction>> Of = i => new SearchedInteraction
    {
        Id = i.Id,
        Timestamp = i.Timestamp,
        TimeIsReal = i.TimeIsReal,
        NeedsReview = i.NeedsReview,
        ErrorClass = i.ErrorClass,
        LabelCount = i.LabelCount,
        OutcomeMetric = i.OutcomeMetric,
        OutcomeValue = i.OutcomeValue,
        ReceivedAt = i.ReceivedAt,
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

    public required long Id { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required bool TimeIsReal { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required bool NeedsReview { get; init; }

    public required short? ErrorClass { get; init; }

    public required int LabelCount { get; init; }

    public required string? OutcomeMetric { get; init; }

    public required double? OutcomeValue { get; init; }

    public required InteractionColumns Columns { get; init; }

    /// <summary>JSON.</summary>
    public required string? Attributes { get; init; }
}
