namespace TriageConsole.Features.DataHealth;

/// <summary>The cells of one field. Most fields have either words or numbers.</summary>
internal sealed class FieldColumn
{
    public WordCells Words { get; } = new();

    public List<(int Row, double Value)> Numbers { get; } = [];

    /// <summary>The rows with a value, each once.</summary>
    public IEnumerable<int> Filled =>
        Words.Cells.Count == 0 ? Numbers.Select(n => n.Row)
        : Numbers.Count == 0 ? Words.Cells.Select(w => w.Row)
        : Words.Cells.Select(w => w.Row).Union(Numbers.Select(n => n.Row));
}
