using System.Text.Json;
using TriageConsole.Core.Evaluation;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Retrieval;

/// <summary>Reads the retrieved documents of an event with their ranks.</summary>
public static class RankedDocuments
{
    /// <summary>Maximum number of documents of an answer; those of lower rank are ignored.</summary>
    public const int Max = 20;

    private const int MaxLength = 300;

    /// <summary>
    /// The documents in the order of <c>retrieval_ids</c>, then those that only a list of documents contains. A document that occurs twice
    /// has its first rank. Documents without an id or title are left out: nothing names them in another answer. Empty if the context is
    /// not a JSON object.
    /// </summary>
    /// <param name="context">The JSON object of the open-ended parts of an interaction.</param>
    public static IReadOnlyList<RankedDocument> Read(string? context) => SafeJson.ReadObject(context, Read);

    private static List<RankedDocument> Read(JsonElement root)
    {
        var metadata = SafeJson.Find(root, "metadata") is { ValueKind: JsonValueKind.Object } found ? found : (JsonElement?)null;
        var source = metadata is { } m && SafeJson.Find(m, "data_source") is { } common ? Key(SafeJson.Text(common)) : null;
        var described = new Dictionary<string, (string? Source, DateTimeOffset? ChangedAt)>(StringComparer.Ordinal);
        List<string> named = [];
        foreach (var place in new[] { root, metadata }.OfType<JsonElement>())
        foreach (var list in EvalDocuments.Lists)
        {
            if (SafeJson.Find(place, list) is not { ValueKind: JsonValueKind.Array } documents)
                continue;
            foreach (var one in documents.EnumerateArray().Take(EvalDocuments.Max).Where(IsNamed))
            {
                var document = EvalDocuments.One(one, 0);
                var own = SafeJson.Find(one, "source") is { } text ? Key(SafeJson.Text(text)) : null;
                // retrieval_ids, citations and clicks name a document with the number of its id, not with its title.
                var name = SafeJson.Find(one, "id") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : document.Id;
                if (Key(name) is { } id && described.TryAdd(id, (own ?? source, document.ChangedAt)))
                    named.Add(id);
            }
        }

        var ids = Ids(root).Concat(named).Distinct(StringComparer.Ordinal).Take(Max);
        return
        [
            .. ids.Select(
                (id, at) =>
                    described.TryGetValue(id, out var d)
                        ? new RankedDocument(id, at + 1, d.Source, d.ChangedAt)
                        : new RankedDocument(id, at + 1, source)
            ),
        ];
    }

    private static IEnumerable<string> Ids(JsonElement root) =>
        SafeJson.Find(root, "retrieval_ids") is { ValueKind: JsonValueKind.Array } ids
            ? ids.EnumerateArray()
                .Select(i => Key(i.ValueKind == JsonValueKind.Number ? i.GetRawText() : SafeJson.Text(i)))
                .OfType<string>()
            : [];

    private static bool IsNamed(JsonElement one) =>
        one.ValueKind == JsonValueKind.Object
        && (
            SafeJson.Find(one, "id") is { ValueKind: JsonValueKind.String or JsonValueKind.Number }
            || SafeJson.Find(one, "title") is { ValueKind: JsonValueKind.String }
        );

    private static string? Key(string? text) => text?.Trim() is { Length: > 0 and <= MaxLength } key ? key : null;
}
