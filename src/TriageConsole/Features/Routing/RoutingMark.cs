namespace TriageConsole.Features.Routing;

/// <summary>The state of the database at one moment: the version of the routes and the id of the latest workflow.</summary>
internal readonly record struct RoutingMark(long Version, long LastWorkflow);
