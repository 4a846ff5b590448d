using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Conversations;
using TriageConsole.Core.Datasets;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Datasets;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Datasets;

/// <summary>Makes rows from interactions and labels. The same items and texts give the same rows.</summary>
internal static class RowSource
{
    private const int AtOnce = 200;

    /// <summary>The rows of the items, in their order; null for an item whose interaction or label is gone.</summary>
    public static async IAsyncEnumerable<(ItemDraft Item, DatasetRow? Row)> ReadAsync(
        TriageDbContext db,
        long tenantId,
        DatasetPolicy policy,
        IEnumerable<ItemDraft> items,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var batch in items.Chunk(AtOnce))
        {
            var ids = batch.Select(i => i.InteractionId).ToArray();
            var payloads = await db
                .InteractionPayloads.AsNoTracking()
                .Where(p => ids.Contains(p.InteractionId) && db.Interactions.Any(i => i.Id == p.InteractionId && i.TenantId == tenantId))
                .ToDictionaryAsync(p => p.InteractionId, cancellationToken);
            var labels = batch.Select(i => i.CorrectionLabelId).OfType<long>().ToArray();
            var corrections =
                labels.Length == 0
                    ? []
                    : await db
                        .LabelAnswers.AsNoTracking()
                        .Where(a => labels.Contains(a.LabelId))
                        .ToDictionaryAsync(a => (a.LabelId, a.Criterion), a => a.Value, cancellationToken);
            foreach (var item in batch)
            {
                var correction = item.CorrectionLabelId is { } label
                    ? corrections.GetValueOrDefault((label, item.CorrectionCriterion!))
                    : null;
                yield return (item, RowOf(policy, item, payloads.GetValueOrDefault(item.InteractionId), correction));
            }
        }
    }

    private static DatasetRow? RowOf(DatasetPolicy policy, ItemDraft item, InteractionPayload? payload, string? correction)
    {
        if (payload is null || (item.Response == ResponseSource.Correction && string.IsNullOrEmpty(correction)))
            return null;
        var (input, output) = Conversation(payload);
        var alternative = item.Response is ResponseSource.OutputOverAlternative or ResponseSource.AlternativeOverOutput
            ? Alternative(payload)
            : null;
        var (better, worse) = item.Response switch
        {
            ResponseSource.Output => (output, null),
            ResponseSource.Correction => (correction, output),
            ResponseSource.OutputOverAlternative => (output, alternative),
            ResponseSource.AlternativeOverOutput => (alternative, output),
            _ => (null, null),
        };
        return new DatasetRow
        {
            Key = item.Key,
            TaskKey = item.TaskKey,
            InputHash = item.InputHash,
            Weight = item.Weight,
            Labels = item.Labels,
            Split = item.Split,
            Pattern = item.Pattern,
            Salt = item.Salt,
            Content = new DatasetContent
            {
                Input = policy.SkipToolMessages ? [.. input.Where(IsText)] : input,
                Preferred = Response(better),
                NonPreferred = policy.Kind == DatasetKind.Preference ? Response(worse) : [],
                Answers = item.Answers,
            },
        };
    }

    /// <summary>A message that is neither of a tool nor only a call of one.</summary>
    private static bool IsText(DatasetMessage message) =>
        RowValidation.Roles.Contains(message.Role, StringComparer.Ordinal) && !string.IsNullOrWhiteSpace(message.Content);

    private static DatasetMessage[] Response(string? text) => string.IsNullOrEmpty(text) ? [] : [new DatasetMessage("assistant", text)];

    /// <summary>The messages before the response, and the response.</summary>
    private static (IReadOnlyList<DatasetMessage> Input, string? Output) Conversation(InteractionPayload payload)
    {
        var turns = ConversationReader.Read(payload.Messages, payload.Input);
        var output = payload.Output;
        // Messages can end with the response, which must not be in the input too.
        var last =
            output is null ? turns.ToList().FindLastIndex(t => t is { Role: "assistant", Content.Length: > 0 })
            : turns is [.., { Role: "assistant" } end] && end.Content == output ? turns.Count - 1
            : -1;
        if (output is null && last >= 0)
            output = turns[last].Content;
        return ([.. (last < 0 ? turns : turns.Take(last)).Select(t => new DatasetMessage(t.Role, t.Content))], output);
    }

    private static string? Alternative(InteractionPayload payload)
    {
        using var context = StoredJson.Parse(payload.Context);
        return
            context?.RootElement is { ValueKind: System.Text.Json.JsonValueKind.Object } root
            && root.TryGetProperty("metadata", out var metadata)
            && metadata.ValueKind == System.Text.Json.JsonValueKind.Object
            && metadata.TryGetProperty("alternative_output", out var text)
            && text.ValueKind == System.Text.Json.JsonValueKind.String
            ? text.GetString()
            : null;
    }
}
