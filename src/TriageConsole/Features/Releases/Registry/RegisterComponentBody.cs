namespace TriageConsole.Features.Releases.Registry;

/// <summary>The request body of a component registration.</summary>
public sealed record RegisterComponentBody(
    string? Workflow,
    string? Kind,
    string? Name,
    string? Version,
    string? Content,
    string? Reference,
    string? Message,
    string? Parent,
    string? Manifest
);
