using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Retrieval;

/// <summary>The outcomes with a document and without it, at the same ranks.</summary>
/// <param name="With">Outcomes of the answers for which it was retrieved.</param>
/// <param name="Without">Outcomes of the answers of the same snapshot for which it was not retrieved.</param>
/// <param name="Compared">Number of tasks with it at ranks at which enough tasks have outcomes with other documents.</param>
/// <param name="Others">Number of tasks with other documents at those ranks.</param>
/// <param name="MeanWith">Mean with it, over the ranks that can be compared; null without any.</param>
/// <param name="MeanWithout">Mean of the others, weighted so that each rank counts as often as the document had it.</param>
/// <param name="Difference">
/// With − without, in units of the outcome metric, with its 95 % interval. No ends if a spread is unknown.
/// </param>
/// <param name="P">Two-sided p of no difference; null without an interval.</param>
public sealed record DocumentEffect(
    OutcomeSums With,
    OutcomeSums Without,
    int Compared,
    int Others,
    double? MeanWith,
    double? MeanWithout,
    Interval Difference,
    double? P
);
