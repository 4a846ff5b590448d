namespace TriageConsole.Features.Retraining;

/// <summary>The proposals and runs of a workflow.</summary>
/// <param name="Proposals">Proposals, the open ones first.</param>
/// <param name="Runs">Runs, the latest first.</param>
public sealed record RetrainingAnswer(IReadOnlyList<ProposalAnswer> Proposals, IReadOnlyList<RunAnswer> Runs);
