namespace TriageConsole.Cli.Imports;

/// <summary>
/// The traces whose parts are still being read. Exports are sorted by time, so the parts of a trace are near each other: when there are
/// many traces, the one that was seen first is complete.
/// </summary>
internal sealed class ForeignTraces(string source, string? workflow)
{
    private const int MaxOpen = 50_000;

    private readonly Dictionary<string, ForeignTrace> open = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    public ForeignTrace Of(string id, Conversion lines)
    {
        if (open.TryGetValue(id, out var known))
            return known;
        if (open.Count == MaxOpen && open.Remove(order.Dequeue(), out var first))
            lines.Add(first.ToLine(source, workflow));
        order.Enqueue(id);
        return open[id] = new ForeignTrace(id);
    }

    public void End(Conversion lines)
    {
        foreach (var id in order)
            lines.Add(open[id].ToLine(source, workflow));
        open.Clear();
        order.Clear();
    }
}
