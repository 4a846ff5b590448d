using System.IO.Hashing;
using System.Text;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// The traces whose parts are still being read. Exports are sorted by time, so the parts of a trace are near each other: when there are
/// many traces, the one that was seen first is complete.
/// </summary>
internal sealed class ForeignTraces(string source, string? workflow)
{
    /// <summary>Maximum number of traces that are open at the same time.</summary>
    public const int MaxOpen = 50_000;

    private readonly Dictionary<string, ForeignTrace> open = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>Hashes of the ids, because an export can have millions of traces.</summary>
    private readonly HashSet<UInt128> complete = [];

    /// <summary>The trace with this id.</summary>
    /// <exception cref="InvalidDataException">The trace was taken as complete, and has more parts.</exception>
    public ForeignTrace Of(string id, Conversion lines)
    {
        if (open.TryGetValue(id, out var known))
            return known;
        if (complete.Contains(HashOf(id)))
            throw new InvalidDataException(
                $"Trace {id} has parts that are more than {MaxOpen:N0} traces apart, so it was taken as complete too early. Import the "
                    + "traces in smaller parts, for example the files of one day with each command, or files that have the parts of a "
                    + "trace next to each other."
            );
        if (open.Count == MaxOpen && open.Remove(order.Dequeue(), out var first))
        {
            complete.Add(HashOf(first.Id));
            lines.Add(first.ToLine(source, workflow));
        }

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

    private static UInt128 HashOf(string id) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id));
}
