namespace TriageConsole.Client;

/// <summary>Where a route comes from.</summary>
public enum RouteSource
{
    /// <summary>The server, within <see cref="TriageClientOptions.RouteFreshFor"/>.</summary>
    Server,

    /// <summary>The last answer for this unit, because the server did not answer.</summary>
    LastOfUnit,

    /// <summary>The last answer for another unit of this workflow, because the server did not answer.</summary>
    LastOfWorkflow,
}
