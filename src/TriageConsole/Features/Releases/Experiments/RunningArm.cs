namespace TriageConsole.Features.Releases.Experiments;

public sealed record RunningArm(long ReleaseId, string Name, bool IsControl, double Share);
