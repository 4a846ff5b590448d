namespace TriageConsole.Features.Releases.Registry;

/// <summary>A component version as somebody registers it. Content, or a reference to where it is; both may be given.</summary>
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
