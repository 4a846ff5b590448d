using System.Text.Json;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Evaluation;

/// <summary>Reads the retrieved documents from the open-ended parts of an event.</summary>
public static class EvalDocuments
{
    /// <summary>Maximum number of documents.</summary>
    public const int Max = 200;

    internal static readonly string[] Lists = ["retrieved_documents", "documents", "contexts", "passages", "docs"];

    private static readonly string[] Dates =
    [
        "updated_at",
        "changed_at",
        "modified_at",
        "last_modified",
        "published_at",
        "version_date",
        "date",
        "timestamp",
    ];

    /// <summary>
    /// The documents with text (from the top level or the metadata of the event), then the retrieval_ids that are not among them. Empty if
    /// the context is not a JSON object.
    /// </summary>
    /// <param name="context">The JSON object of the open-ended parts of an interaction.</param>
    public static IReadOnlyList<EvalDocument> Read(string? context) => SafeJson.ReadObject(context, Read);

    /// <summary>A list of documents as sent: texts, or objects with id or title, text or content, and a date.</summary>
    /// <param name="list">A JSON array; any other value gives an empty list.</param>
    public static IReadOnlyList<EvalDocument> ReadList(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Take(Max).Select(One)] : [];

    private static List<EvalDocument> Read(JsonElement root)
    {
        var found = new List<EvalDocument>();
        foreach (var place in new JsonElement?[] { root, Member(root, "metadata") })
        foreach (var name in Lists)
            if (Member(place, name) is { } list)
                found.AddRange(ReadList(list));
        var known = found.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        if (Member(root, "retrieval_ids") is { ValueKind: JsonValueKind.Array } ids)
            found.AddRange(
                ids.EnumerateArray()
                    .Select(i => Text(i) ?? i.GetRawText())
                    .Where(i => i.Length > 0 && known.Add(i))
                    .Select(i => new EvalDocument(i))
            );
        return [.. found.Take(Max)];
    }

    internal static EvalDocument One(JsonElement d, int at) =>
        new(
            Text(Member(d, "id"))
                ?? Text(Member(d, "title"))
                ?? (Member(d, "id") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : $"{at + 1}"),
            Text(d) ?? Text(Member(d, "text")) ?? Text(Member(d, "content")),
            Dates.Select(n => Time(Member(d, n))).FirstOrDefault(t => t is not null)
        );

    private static DateTimeOffset? Time(JsonElement? element)
    {
        var isTime = element is { ValueKind: JsonValueKind.Number } number
            ? number.TryGetDecimal(out var epoch) & TimeText.TryEpoch(epoch, out var time)
            : TimeText.TryRead(Text(element), out time);
        return isTime ? time : null;
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } o ? SafeJson.Find(o, name) : null;

    private static string? Text(JsonElement? element) => element is { } text ? SafeJson.Text(text) : null;
}
