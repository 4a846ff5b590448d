using TriageConsole.Core.Common;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// The interactions of a search, the latest first. A search has many, and their texts would be most of its memory: attributes are kept as
/// codes, and no text twice.
/// </summary>
internal sealed class PatternRows
{
    private readonly SharedTexts texts = new();
    private readonly Dictionary<(string?, string?, string, string?), int> versions = [];

    public AttributeTable Table { get; } = new();

    public List<PatternRow> Rows { get; } = [];

    public void Add(SearchedInteraction row)
    {
        var columns = row.Columns;
        Table.Add(columns, row.Attributes);
        var version = (columns.Release, columns.ModelId, columns.ModelVersion, columns.PromptVersion);
        if (!versions.TryGetValue(version, out var number))
            versions[version] = number = versions.Count;
        Rows.Add(
            new PatternRow
            {
                Id = row.Id,
                Timestamp = row.Timestamp,
                TimeIsReal = row.TimeIsReal,
                ReceivedAt = row.ReceivedAt,
                NeedsReview = row.NeedsReview,
                ErrorClass = row.ErrorClass,
                LabelCount = row.LabelCount,
                OutcomeMetric = texts.Of(row.OutcomeMetric),
                OutcomeValue = row.OutcomeValue,
                Version = number,
                ErrorKind = texts.Of(columns.ErrorKind),
                TaskId = texts.Of(columns.TaskId),
            }
        );
    }
}
