using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>
/// Selects the interactions of one release: by the version that events name, and by whether it ran in shadow. Without: tasks that both
/// sides of this comparison served are left out.
/// </summary>
internal sealed record ArmOf(string Version, bool Shadow, ArmOverlap Without);
