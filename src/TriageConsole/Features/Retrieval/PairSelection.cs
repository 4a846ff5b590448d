using TriageConsole.Core.Datasets;
using TriageConsole.Core.Retrieval;

namespace TriageConsole.Features.Retrieval;

/// <summary>
/// Selects what a reranker can learn from: documents that were clicked or cited, by the rules of datasets for consent and golden items. A
/// click counts before a citation of the same document, because a person looked.
/// </summary>
internal static class PairSelection
{
    private static readonly DatasetPolicy Policy = new();

    public static IEnumerable<ChosenDocument> Of(RetrievalSample sample, RetrievalAnalysis analysis, GoldenExclusion golden) =>
        sample
            .Answers.Where(a =>
                !a.IsWithdrawn && DatasetPolicyCheck.Allows(Policy, a.ConsentScope) && !golden.Contains(a.InputHash, a.Answer.TaskId)
            )
            .SelectMany(a => a.Answer.Documents.Select(d => Chosen(a, d, analysis)))
            .OfType<ChosenDocument>();

    private static ChosenDocument? Chosen(LoggedAnswer answer, RankedDocument document, RetrievalAnalysis analysis)
    {
        var position = document.Position;
        var isClicked = answer.Answer.Clicked.Contains(position) && !answer.WithdrawnClicks.Contains(position);
        if (isClicked && analysis.Clicks.PropensityAt(position) is { } clicked)
            return new ChosenDocument(answer, document, "click", clicked, analysis.Clicks.WeightAt(position)!.Value);
        return answer.Answer.Cited.Contains(position) && analysis.Citations.PropensityAt(position) is { } cited
            ? new ChosenDocument(answer, document, "citation", cited, analysis.Citations.WeightAt(position)!.Value)
            : null;
    }
}
