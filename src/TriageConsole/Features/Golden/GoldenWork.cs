using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Golden;

/// <summary>One item with everything that is needed to maintain it.</summary>
public sealed record GoldenWork(
    GoldenRow Row,
    GoldenProvenance Provenance,
    int CadenceDays,
    string RetiredReason,
    int RowVersion,
    BlindContent Content,
    PublishedRubric Rubric,
    IReadOnlyDictionary<string, string> Answers,
    string? ExpectedOutput,
    IReadOnlyList<GoldenVersionRow> Versions,
    IReadOnlyList<GoldenDispute> Disputes
)
{
    public RubricDefinition Asked => Rubric.Definition;
}
