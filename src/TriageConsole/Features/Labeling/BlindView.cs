using System.Text.Json;
using TriageConsole.Components.Conversations;
using TriageConsole.Core.Events;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// Selects the parts of an interaction that a labeler can see. Only listed parts are shown; all other content of an event is hidden.
/// </summary>
internal static class BlindView
{
    private static readonly string[] DocumentLists = ["retrieved_documents", "documents", "contexts", "passages", "docs"];

    public static BlindContent Of(Interaction interaction, InteractionPayload? payload)
    {
        using var context = StoredJson.Parse(payload?.Context);
        var root = context?.RootElement;
        return new BlindContent(
            interaction.TraceId,
            interaction.Timestamp,
            interaction.Country,
            interaction.Segment,
            payload?.Input,
            payload?.Output,
            ConversationReader.Read(payload?.Messages, payload?.Input),
            Documents(root),
            interaction.ClientLatencyMs ?? interaction.ServerLatencyMs,
            interaction.OutputTokens,
            Text(Member(Member(root, "metadata"), "alternative_output"))
        );
    }

    /// <summary>Only the texts, for an item that <see cref="Of"/> cannot read.</summary>
    public static BlindContent Unreadable(Interaction interaction, InteractionPayload? payload) =>
        new(
            interaction.TraceId,
            interaction.Timestamp,
            null,
            null,
            payload?.Input,
            payload?.Output,
            [],
            [],
            null,
            null,
            null,
            IsUnreadable: true
        );

    private static List<RetrievedDocument> Documents(JsonElement? context)
    {
        var found = new List<RetrievedDocument>();
        foreach (var place in new[] { context, Member(context, "metadata") })
        foreach (var name in DocumentLists)
            if (Member(place, name) is { ValueKind: JsonValueKind.Array } list)
                found.AddRange(
                    list.EnumerateArray()
                        .Select(
                            (d, i) =>
                                new RetrievedDocument(
                                    Text(Member(d, "id")) ?? Text(Member(d, "title")) ?? $"{i + 1}",
                                    Text(d) ?? Text(Member(d, "text")) ?? Text(Member(d, "content"))
                                )
                        )
                );
        var known = found.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        if (Member(context, "retrieval_ids") is { ValueKind: JsonValueKind.Array } ids)
            found.AddRange(
                ids.EnumerateArray().Select(i => Text(i) ?? i.GetRawText()).Where(known.Add).Select(i => new RetrievedDocument(i, null))
            );
        return found;
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
