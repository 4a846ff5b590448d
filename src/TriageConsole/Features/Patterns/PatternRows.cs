using System.Linq.Expressions;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Patterns;

/// <summary>The columns of an interaction that the pattern search reads.</summary>
internal sealed class PatternRow
{
    public static readonly Expression<Func<Interaction, PatternRow>> Of = i => new PatternRow
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

    private InteractionColumns columns;

    public required long Id { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required bool TimeIsReal { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required bool NeedsReview { get; init; }

    public required short? ErrorClass { get; init; }

    public required int LabelCount { get; init; }

    public required string? OutcomeMetric { get; set; }

    public required double? OutcomeValue { get; init; }

    public required InteractionColumns Columns
    {
        get => columns;
        init => columns = value;
    }

    /// <summary>JSON; null after <see cref="MoveTo"/>.</summary>
    public required string? Attributes { get; set; }

    /// <summary>
    /// Adds the attributes to the table. Keeps only the columns that error classes are decided by, and no text twice: a search holds many
    /// rows, and their texts would be most of its memory.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="texts">The texts of the rows before.</param>
    public void MoveTo(AttributeTable table, Dictionary<string, string> texts)
    {
        table.Add(columns, Attributes);
        Attributes = null;
        columns = columns with
        {
            ModelId = Shared(columns.ModelId),
            ModelVersion = Shared(columns.ModelVersion)!,
            ServedModel = null,
            PromptVersion = Shared(columns.PromptVersion),
            Release = Shared(columns.Release),
            Deployment = null,
            KnowledgeVersion = null,
            Country = null,
            Segment = null,
            ErrorKind = Shared(columns.ErrorKind),
            TaskId = Shared(columns.TaskId)!,
        };
        OutcomeMetric = Shared(OutcomeMetric);

        string? Shared(string? text)
        {
            if (text is null)
                return null;
            return texts.TryGetValue(text, out var known) ? known : texts[text] = text;
        }
    }
}
