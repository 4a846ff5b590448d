using System.Text.Json.Nodes;

namespace TriageConsole.Cli.Imports;

/// <summary>Collects the lines of the records, and counts what has no place in them.</summary>
internal sealed class Conversion
{
    private readonly List<JsonObject> lines = [];

    /// <summary>Records that were read.</summary>
    public long Records { get; set; }

    /// <summary>Parts of records that are not imported, by reason.</summary>
    public SortedDictionary<string, int> Skipped { get; } = new(StringComparer.Ordinal);

    public void Add(JsonObject line) => lines.Add(line);

    public void Skip(string reason) => Skipped[reason] = Skipped.GetValueOrDefault(reason) + 1;

    /// <summary>The lines since the last call.</summary>
    public List<JsonObject> Take()
    {
        List<JsonObject> taken = [.. lines];
        lines.Clear();
        return taken;
    }
}
