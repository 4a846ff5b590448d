using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Workflows;

/// <summary>
/// An outcome metric that events of a workflow report. Direction: null if the data does not show it. IsShare: all values are 0 or 1.
/// </summary>
public sealed record OutcomeProposal(string Metric, long Outcomes, double Mean, bool IsShare, OutcomeDirection? Direction);
