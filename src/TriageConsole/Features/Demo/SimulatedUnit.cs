namespace TriageConsole.Features.Demo;

/// <summary>An interaction of the simulated traffic before it is known which release answers it.</summary>
internal sealed record SimulatedUnit(string Workflow, int Number, long Slot)
{
    public string TraceId => DemoTraffic.TraceId(Workflow, SimulatedTraffic.Prefix, Number);

    /// <summary>The unit of the release assignment: the task, as the outcome belongs to it.</summary>
    public string RoutingUnit =>
        Workflow switch
        {
            DemoTraffic.Support => $"case-{40_000 + Number}",
            DemoTraffic.Rag => $"question-{Number:D5}",
            _ => $"change-{1000 + Number}",
        };
}
