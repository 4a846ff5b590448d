namespace TriageConsole.Features.Releases.Registry;

public sealed record ReleasesAnswer(
    string Workflow,
    IReadOnlyList<ReleaseAnswer> Releases,
    IReadOnlyList<UnregisteredVersion> Unregistered
);
