namespace TriageConsole.Features.Routing;

/// <summary>The routes in memory. Replaced as a whole: a request sees a change completely or not at all.</summary>
internal sealed class RoutingTable
{
    private volatile RoutingSnapshot? current;

    /// <summary>Null until the first read.</summary>
    public RoutingSnapshot? Current
    {
        get => current;
        set => current = value;
    }
}
