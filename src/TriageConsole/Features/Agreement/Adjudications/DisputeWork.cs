using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>Everything that a lead needs to decide: the interaction, the labels and the likeliest answers.</summary>
public sealed record DisputeWork(
    DisputeRow Row,
    BlindContent Content,
    PublishedRubric Rubric,
    IReadOnlyList<GivenLabel> Labels,
    IReadOnlyDictionary<string, string> Likeliest,
    PastDecision? Last,
    bool IsGolden
)
{
    /// <summary>The questions for this interaction.</summary>
    public RubricDefinition Asked { get; } = LabelingService.RubricFor(Rubric.Definition, Content);
}
