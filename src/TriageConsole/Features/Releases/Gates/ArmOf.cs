using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>
/// A release's answers to look at: by what events name as their version, shown to users or not. Without: tasks that were served by both
/// sides of this comparison.
/// </summary>
internal sealed record ArmOf(string Version, bool Shadow, ArmOverlap Without);
