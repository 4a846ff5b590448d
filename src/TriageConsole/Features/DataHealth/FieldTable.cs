using TriageConsole.Core.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>The fields of many interactions as columns, in order of arrival.</summary>
internal sealed class FieldTable : IAttributeSink
{
    public const string Documents = "retrieved documents";
    public const string Outcome = "outcome";

    /// <summary>With more different names they are not field names.</summary>
    private const int MaxNames = 300;

    private readonly Dictionary<string, FieldColumn> columns = new(StringComparer.Ordinal);
    private int row;

    public FieldTable(IReadOnlyList<FindingRow> rows)
    {
        Rows = rows;
        for (row = 0; row < rows.Count; row++)
        {
            var r = rows[row];
            InteractionAttributes.Read(r.Columns, r.Attributes, this);
            if (r.UserId is not null)
                Present("user id");
            if (r.SessionId is not null)
                Present("session id");
            if (r.OutcomeMetric is not null)
                Present(Outcome);
            if (r.OutputTokens is not null)
                Present("output tokens");
            if (r.Cost is not null)
                Present("cost");
            if (r.ConsentScope is not null)
                Present("consent scope");
        }
    }

    public IReadOnlyList<FindingRow> Rows { get; }

    public IReadOnlyDictionary<string, FieldColumn> Columns => columns;

    /// <summary>Fields of which only the presence is used: their values are not stored.</summary>
    public static bool HasNoValues(string name) =>
        name is Documents or Outcome or "user id" or "session id" or "output tokens" or "cost" or "consent scope";

    public void Word(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name.StartsWith(InteractionAttributes.DocumentPrefix, StringComparison.Ordinal))
            Present(Documents);
        else
            Column(name)?.Words.Add(row, value);
    }

    public void Number(ReadOnlySpan<char> name, double value) => Column(name)?.Numbers.Add((row, value));

    private void Present(string name)
    {
        if (Column(name) is { } column && column.Words.LastRow != row)
            column.Words.Add(row, InteractionAttributes.Present);
    }

    private FieldColumn? Column(ReadOnlySpan<char> name)
    {
        var known = columns.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(name, out var column))
            return column;
        if (columns.Count >= MaxNames)
            return null;
        return known[name] = new FieldColumn();
    }
}
