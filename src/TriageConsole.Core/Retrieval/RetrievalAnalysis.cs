namespace TriageConsole.Core.Retrieval;

/// <summary>Retrieved documents and what they are worth.</summary>
/// <param name="Documents">Those with a proposed filter first, then the most retrieved ones.</param>
/// <param name="Clicks">The position bias of the clicks of users.</param>
/// <param name="Citations">The position bias of the citations of answers.</param>
/// <param name="Answers">Number of answers with documents.</param>
/// <param name="Measured">Number of those with an outcome.</param>
/// <param name="LeftOut">Number of retrievals of documents beyond the maximum number of documents.</param>
public sealed record RetrievalAnalysis(
    IReadOnlyList<DocumentFeedback> Documents,
    PositionBias Clicks,
    PositionBias Citations,
    long Answers,
    long Measured,
    long LeftOut
);
