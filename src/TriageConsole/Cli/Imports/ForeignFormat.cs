using System.Text.Json;

namespace TriageConsole.Cli.Imports;

/// <summary>Reads the records of another tool's export and writes them as lines of our contract.</summary>
internal abstract class ForeignFormat
{
    private static readonly Dictionary<string, Func<ForeignOptions, ForeignFormat>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["langfuse"] = o => new LangfuseExport(o),
        ["phoenix"] = o => new PhoenixExport(o),
        ["helicone"] = o => new HeliconeExport(o),
        ["label-studio"] = o => new LabelStudioExport(o),
        ["argilla"] = o => new ArgillaExport(o),
    };

    public static string[] Names => [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether the lines are labels; otherwise they are events.</summary>
    public virtual bool IsLabels => false;

    public static ForeignFormat Create(string name, ForeignOptions options) =>
        Known.TryGetValue(name, out var create)
            ? create(options)
            : throw new CommandException($"There is no format '{name}'. Formats are: {string.Join(", ", Names)}.");

    /// <summary>Reads one record.</summary>
    public abstract void Read(JsonElement record, Conversion lines);

    /// <summary>Writes what needs the whole file.</summary>
    public virtual void End(Conversion lines) { }
}
