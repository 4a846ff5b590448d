namespace TriageConsole.Features.Routing;

/// <summary>A release and its components.</summary>
public sealed record RoutedRelease(string Release, IReadOnlyList<RoutedComponent> Components);
