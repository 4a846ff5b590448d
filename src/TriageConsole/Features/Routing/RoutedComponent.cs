namespace TriageConsole.Features.Routing;

/// <summary>One version of what can change how a workflow behaves.</summary>
public sealed record RoutedComponent(string Kind, string Name, string Version, string? Reference, string ContentHash);
