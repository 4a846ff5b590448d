using TriageConsole.Core.Common;
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
    private readonly List<FieldRow> rows = [];
    private readonly Dictionary<(string?, string, string?, string?, string?, string?), SenderVersions> versions = [];
    private readonly SharedTexts texts = new();

    public IReadOnlyList<FieldRow> Rows => rows;

    public IReadOnlyDictionary<string, FieldColumn> Columns => columns;

    /// <summary>Adds an interaction that arrived after those before. Its texts are not held, because they are many and repeat.</summary>
    public void Add(FindingRow row)
    {
        var c = row.Columns;
        InteractionAttributes.Read(c, row.Attributes, this);
        if (row.UserId is not null)
            Present("user id");
        if (row.SessionId is not null)
            Present("session id");
        if (row.OutcomeMetric is not null)
            Present(Outcome);
        if (row.OutputTokens is not null)
            Present("output tokens");
        if (row.Cost is not null)
            Present("cost");
        if (row.ConsentScope is not null)
            Present("consent scope");
        var declared =
            c.ServedModel is not null && row.Attributes?.Contains("\"declared_llm\"", StringComparison.Ordinal) == true
                ? AttributeValues.Of(c, row.Attributes).WordOf("declared_llm")
                : null;
        rows.Add(new FieldRow(row.Timestamp, row.TimeIsReal, row.ReceivedAt, VersionsOf(c), texts.Of(c.ServedModel), texts.Of(declared)));
    }

    private SenderVersions VersionsOf(in InteractionColumns c)
    {
        var key = (c.ModelId, c.ModelVersion, c.PromptVersion, c.Release, c.Deployment, c.KnowledgeVersion);
        if (!versions.TryGetValue(key, out var known))
            versions[key] = known = new SenderVersions(c);
        return known;
    }

    /// <summary>Fields of which only the presence is used: their values are not stored.</summary>
    public static bool HasNoValues(string name) =>
        name is Documents or Outcome or "user id" or "session id" or "output tokens" or "cost" or "consent scope";

    public void Word(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name.StartsWith(InteractionAttributes.DocumentPrefix, StringComparison.Ordinal))
            Present(Documents);
        else
            Column(name)?.Words.Add(rows.Count, value);
    }

    public void Number(ReadOnlySpan<char> name, double value) => Column(name)?.Numbers.Add((rows.Count, value));

    private void Present(string name)
    {
        if (Column(name) is { } column && column.Words.LastRow != rows.Count)
            column.Words.Add(rows.Count, InteractionAttributes.Present);
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
