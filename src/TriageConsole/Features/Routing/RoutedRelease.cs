namespace TriageConsole.Features.Routing;

/// <summary>A release and what it is made of.</summary>
public sealed record RoutedRelease(string Release, IReadOnlyList<RoutedComponent> Components);
