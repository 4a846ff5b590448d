using TriageConsole.Core.Retraining;

namespace TriageConsole.Features.Retraining;

/// <summary>The proposals and runs of a workflow.</summary>
/// <param name="Proposals">Proposals, the open ones first, then the latest.</param>
/// <param name="Runs">Runs, the latest first.</param>
/// <param name="Patterns">Current patterns without an open proposal.</param>
/// <param name="Executors">The executors of the server with what they can repair.</param>
public sealed record RetrainingOverview(
    IReadOnlyList<ProposalRow> Proposals,
    IReadOnlyList<RunRow> Runs,
    IReadOnlyList<(long Id, string Name)> Patterns,
    IReadOnlyList<(string Name, IReadOnlyList<RepairKind> Repairs)> Executors
);
