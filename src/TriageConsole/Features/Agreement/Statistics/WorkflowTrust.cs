using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A labeler on a whole workflow, from golden checks.</summary>
public sealed record WorkflowTrust(string Question, LabelerTrust? Gold, LabelerTrust? Consensus);
