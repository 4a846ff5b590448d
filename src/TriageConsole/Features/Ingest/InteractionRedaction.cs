using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Replaces a text in everything that is stored of an interaction: input, output, messages, metadata, preview and its signals. The search
/// index follows the payload. Runs in the transaction of the caller.
/// </summary>
internal static class InteractionRedaction
{
    /// <summary>The number of replacements per part; empty if the text does not occur.</summary>
    public static async Task<IReadOnlyList<(string Part, int Count)>> ApplyAsync(
        TriageDbContext db,
        IProviderStatements statements,
        long interactionId,
        string text,
        CancellationToken cancellationToken
    )
    {
        // Two redactions of one interaction must not overwrite each other.
        await statements.LockInteractionsAsync(db, [interactionId], cancellationToken);
        var parts = new List<(string, int)>();
        var payload = await db.InteractionPayloads.SingleOrDefaultAsync(p => p.InteractionId == interactionId, cancellationToken);
        if (payload is not null)
        {
            payload.Input = Redact("input", payload.Input, TextRedaction.InText);
            payload.Output = Redact("output", payload.Output, TextRedaction.InText);
            payload.Messages = Redact("messages", payload.Messages, TextRedaction.InJson);
            payload.Context = Redact("metadata", payload.Context, TextRedaction.InJson);
        }

        var row = await db.Interactions.SingleAsync(i => i.Id == interactionId, cancellationToken);
        var inPreview = 0;
        var preview = TextRedaction.InText(row.Preview, text, ref inPreview)!;
        // The preview is a cut of the input, so it can contain a part of the text. It has no line breaks.
        row.Preview =
            payload is not null && (payload.Input ?? payload.Output) is { } source && parts.Exists(p => p.Item1 is "input" or "output")
                ? InteractionRows.Preview(source)
                : preview;
        var inAttributes = 0;
        row.Attributes = TextRedaction.InJson(row.Attributes, text, ref inAttributes);
        foreach (var signal in await db.Signals.Where(s => s.InteractionId == interactionId).ToListAsync(cancellationToken))
        {
            signal.TextValue = Redact("feedback", signal.TextValue, TextRedaction.InText);
            signal.Comment = Redact("feedback", signal.Comment, TextRedaction.InText);
        }

        await db.SaveChangesAsync(cancellationToken);
        // A late span would build the interaction again from its spans, with the text.
        if (parts.Count > 0)
            await db.StoredTraces.Where(t => t.TenantId == row.TenantId && t.TraceId == row.TraceId).ExecuteDeleteAsync(cancellationToken);
        return [.. parts.GroupBy(p => p.Item1).Select(g => (g.Key, g.Sum(p => p.Item2)))];

        string? Redact(string part, string? stored, Redaction redaction)
        {
            var count = 0;
            var redacted = redaction(stored, text, ref count);
            if (count > 0)
                parts.Add((part, count));
            return redacted;
        }
    }

    private delegate string? Redaction(string? stored, string find, ref int count);
}
