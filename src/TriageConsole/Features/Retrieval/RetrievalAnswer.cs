namespace TriageConsole.Features.Retrieval;

/// <summary>What retrieved documents are worth.</summary>
/// <param name="From">The first moment of the time.</param>
/// <param name="To">The first moment after it.</param>
/// <param name="Interactions">Number of interactions that were read.</param>
/// <param name="IsCut">Whether the time has more of them; the latest were read.</param>
/// <param name="Answers">Number of those with documents.</param>
/// <param name="Measured">Number of answers with an outcome.</param>
/// <param name="Metric">The outcome metric; null if no outcome is measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="LowerIsBetter">Whether lower outcomes are better.</param>
/// <param name="Clicks">The position bias of the clicks of users.</param>
/// <param name="Citations">The position bias of the citations of answers.</param>
/// <param name="Pairs">Number of pairs in the training set, before queries with personal data are left out.</param>
/// <param name="TotalDocuments">Number of documents, each once per source and snapshot.</param>
/// <param name="Documents">Those with a proposed filter first, then the most retrieved ones.</param>
public sealed record RetrievalAnswer(
    DateTimeOffset From,
    DateTimeOffset To,
    int Interactions,
    bool IsCut,
    long Answers,
    long Measured,
    string? Metric,
    string? Unit,
    bool LowerIsBetter,
    BiasAnswer Clicks,
    BiasAnswer Citations,
    int Pairs,
    int TotalDocuments,
    IReadOnlyList<RetrievedDocumentAnswer> Documents
)
{
    internal static RetrievalAnswer Of(RetrievalView view, int limit) =>
        new(
            view.Time.From,
            view.Time.To,
            view.Read,
            view.IsCut,
            view.Analysis.Answers,
            view.Analysis.Measured,
            view.Metric,
            view.Unit,
            view.LowerIsBetter,
            BiasAnswer.Of(view.Analysis.Clicks),
            BiasAnswer.Of(view.Analysis.Citations),
            view.Pairs,
            view.Analysis.Documents.Count,
            [.. view.Analysis.Documents.Take(limit).Select(RetrievedDocumentAnswer.Of)]
        );
}
