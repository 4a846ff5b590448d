namespace TriageConsole.Features.Routing;

/// <summary>The routes in memory. Swapped as a whole: a request sees all of a change or nothing of it.</summary>
internal sealed class RoutingTable
{
    private volatile RoutingSnapshot? current;

    /// <summary>Null until it was first read.</summary>
    public RoutingSnapshot? Current
    {
        get => current;
        set => current = value;
    }
}
