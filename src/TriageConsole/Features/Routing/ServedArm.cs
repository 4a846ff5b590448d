namespace TriageConsole.Features.Routing;

/// <summary>An arm of the running experiment.</summary>
internal sealed record ServedArm(ServedRelease Release, double Share, bool IsControl);
