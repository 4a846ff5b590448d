using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A labeler's accuracy on one question: from golden checks and from the consensus.</summary>
public sealed record WorkflowTrust(string Question, LabelerTrust? Gold, LabelerTrust? Consensus);
