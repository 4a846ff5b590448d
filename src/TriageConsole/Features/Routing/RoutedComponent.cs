namespace TriageConsole.Features.Routing;

/// <summary>A component version of a release.</summary>
public sealed record RoutedComponent(string Kind, string Name, string Version, string? Reference, string ContentHash);
