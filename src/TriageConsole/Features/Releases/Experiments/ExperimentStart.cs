using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Experiments;

/// <summary>
/// How an experiment starts. Words: the reason in the history. Within: runs first in the transaction, with the candidates. PlanId: the plan
/// that starts it; other plans of the workflow end.
/// </summary>
internal sealed record ExperimentStart(
    Actor Actor,
    string Words,
    Func<IReadOnlyList<Release>, DateTimeOffset, Task> Within,
    long? PlanId = null
);
