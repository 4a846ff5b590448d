namespace TriageConsole.Features.Releases.Registry;

public sealed record CreateReleaseBody(
    string? Workflow,
    string? Name,
    string? Notes,
    string? BasedOn,
    IReadOnlyList<ComponentRegistration>? Components
);
