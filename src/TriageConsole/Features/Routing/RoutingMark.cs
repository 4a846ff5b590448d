namespace TriageConsole.Features.Routing;

/// <summary>What the database says at one moment: which version of the routes, and which workflow is the latest.</summary>
internal readonly record struct RoutingMark(long Version, long LastWorkflow);
