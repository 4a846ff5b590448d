using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>What one release's answers came to in one step of time.</summary>
/// <param name="At">The step's start.</param>
/// <param name="Events">Interactions.</param>
/// <param name="Errors">Of them with an error.</param>
/// <param name="Outcomes">In the workflow's metric.</param>
internal sealed record ArmStep(DateTimeOffset At, long Events, long Errors, OutcomeSums Outcomes);
