using System.Text.Json;

namespace TriageConsole.Core.Retrieval;

/// <summary>
/// The content of a component that leaves documents out of retrieval: <c>{"exclude_documents":["kb-1"]}</c>, sorted, so that the same
/// documents give the same content.
/// </summary>
public static class DocumentFilter
{
    private const string Property = "exclude_documents";

    /// <summary>The content for these documents.</summary>
    /// <param name="documents">Their ids, in any order.</param>
    public static string Write(IEnumerable<string> documents) =>
        JsonSerializer.Serialize(
            new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                [Property] = [.. documents.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            }
        );

    /// <summary>The documents of a content; null if it is none of a filter.</summary>
    /// <param name="content">The content of a component version.</param>
    public static IReadOnlyList<string>? Read(string? content)
    {
        try
        {
            return
                content is not null
                && JsonSerializer.Deserialize<Dictionary<string, string?[]?>>(content) is { Count: 1 } parts
                && parts.TryGetValue(Property, out var documents)
                && documents is not null
                && Array.TrueForAll(documents, d => d is not null)
                ? [.. documents.OfType<string>()]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
