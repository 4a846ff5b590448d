namespace TriageConsole.Features.Routing;

/// <summary>A release's part of the running experiment.</summary>
internal sealed record ServedArm(ServedRelease Release, double Share, bool IsControl);
