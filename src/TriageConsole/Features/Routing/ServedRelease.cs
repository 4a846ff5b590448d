using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Routing;

/// <summary>A release in the routing table.</summary>
internal sealed record ServedRelease(long Id, long WorkflowId, string Name, ReleaseState State, IReadOnlyList<RoutedComponent> Components);
