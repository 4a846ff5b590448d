namespace TriageConsole.Features.DataHealth;

/// <summary>Words by row; each distinct word is stored once.</summary>
internal sealed class WordCells
{
    private const int MaxWords = 20_000;
    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);

    public List<(int Row, int Code)> Cells { get; } = [];

    public List<string> Values { get; } = [];

    public int LastRow => Cells.Count == 0 ? -1 : Cells[^1].Row;

    /// <summary>Most rows have a distinct word, or there are too many distinct words: it is an id or a text.</summary>
    public bool IsId => Values.Count > MaxWords || (Values.Count > 20 && Values.Count > Cells.Count / 2);

    public void Add(int row, ReadOnlySpan<char> value)
    {
        if (!codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out var code))
        {
            code = Values.Count;
            // One word more than the limit marks the column as an id. Further values are not needed.
            if (code <= MaxWords)
            {
                Values.Add(value.ToString());
                codes[Values[code]] = code;
            }
        }

        Cells.Add((row, code));
    }
}
