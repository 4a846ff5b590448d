using TriageConsole.Core.Datasets;
using TriageConsole.Data.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>What a row is made from, except its texts. The manifest stores the same.</summary>
internal sealed record ItemDraft(long InteractionId, string Key, string TaskKey, string? InputHash)
{
    public IReadOnlyList<LabelRevision> Labels { get; init; } = [];

    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    public ResponseSource Response { get; init; }

    public long? CorrectionLabelId { get; init; }

    public string? CorrectionCriterion { get; init; }

    public string? Pattern { get; init; }

    public double Weight { get; init; } = 1;

    public string? Split { get; init; }

    public string? Salt { get; init; }
}
