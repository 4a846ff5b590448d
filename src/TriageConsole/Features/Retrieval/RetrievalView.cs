using TriageConsole.Core.Retrieval;

namespace TriageConsole.Features.Retrieval;

/// <summary>The retrieved documents of a workflow in a time.</summary>
/// <param name="Time">The time.</param>
/// <param name="Read">Number of interactions that were read.</param>
/// <param name="IsCut">Whether the time has more of them; the latest were read.</param>
/// <param name="Metric">The outcome metric; null if no outcome is measured.</param>
/// <param name="Unit">Its unit, if the workflow names one.</param>
/// <param name="LowerIsBetter">Whether lower outcomes are better.</param>
/// <param name="IsYesNo">Whether all outcomes are 0 or 1, so that they are shown as rates.</param>
/// <param name="Pairs">Number of pairs of a query and a document that the training set has, before queries with personal data.</param>
/// <param name="Analysis">The figures.</param>
public sealed record RetrievalView(
    RetrievalTime Time,
    int Read,
    bool IsCut,
    string? Metric,
    string? Unit,
    bool LowerIsBetter,
    bool IsYesNo,
    int Pairs,
    RetrievalAnalysis Analysis
);
