using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>The sums of one release in one step of time.</summary>
/// <param name="At">The start of the step.</param>
/// <param name="Events">Interactions.</param>
/// <param name="Errors">Interactions with an error.</param>
/// <param name="Outcomes">Outcomes in the metric of the workflow.</param>
internal sealed record ArmStep(DateTimeOffset At, long Events, long Errors, OutcomeSums Outcomes);
