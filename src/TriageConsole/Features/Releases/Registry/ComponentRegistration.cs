namespace TriageConsole.Features.Releases.Registry;

/// <summary>A request to register a component version, with its content, a reference to it, or both.</summary>
public sealed record ComponentRegistration(
    string? Kind,
    string? Name,
    string? Version,
    string? Content = null,
    string? Reference = null,
    string? Message = null,
    string? Parent = null,
    string? Manifest = null
);
