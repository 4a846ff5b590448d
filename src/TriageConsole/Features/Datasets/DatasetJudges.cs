using TriageConsole.Core.Datasets;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Judges;

namespace TriageConsole.Features.Datasets;

/// <summary>
/// Which labels of LLM judges can enter a dataset: only those of a judge that is trusted on every question that it answers.
/// </summary>
internal sealed class DatasetJudges
{
    /// <summary>The source of labels in a policy.</summary>
    public const string Source = "judge";

    private readonly Dictionary<long, (long? VersionId, string? Problem)> judges;

    private DatasetJudges(Dictionary<long, (long? VersionId, string? Problem)> judges) => this.judges = judges;

    public static async Task<DatasetJudges> ReadAsync(
        JudgeService service,
        DatasetWorkflow workflow,
        DatasetPolicy policy,
        CancellationToken cancellationToken
    ) =>
        new(
            policy.LabelSources.Contains(Source, StringComparer.Ordinal)
                ? (await service.ListAsync(workflow.Id, cancellationToken))
                    .Where(r => r.Question.IsAsked)
                    .GroupBy(r => r.Judge.Id)
                    .ToDictionary(g => g.Key, g => (g.First().Binding?.VersionId, ProblemOf([.. g])))
                : []
        );

    /// <summary>Whether a label counts. Labels of people and imported ones always do.</summary>
    public bool Allows(SelectedLabel label) =>
        label.Kind != LabelerKind.Judge
        || (
            judges.TryGetValue(label.LabelerId, out var judge)
            && judge.Problem is null
            && (judge.VersionId is null || judge.VersionId == label.JudgeVersionId)
        );

    /// <summary>Why labels of a judge are left out.</summary>
    public string Reason(long labelerId) =>
        !judges.TryGetValue(labelerId, out var judge)
            ? "no expert labeled the same interactions."
            : judge.Problem ?? "they are of another version than the calibrated one.";

    private static string? ProblemOf(JudgeReport[] reports) =>
        reports[0].Binding?.Problem
        ?? (reports.All(r => r.MayDecide) ? null : "its agreement with experts does not reach the minimum κ of the workflow.");
}
