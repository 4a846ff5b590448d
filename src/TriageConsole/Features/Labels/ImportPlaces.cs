using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Conversations;
using TriageConsole.Data;

namespace TriageConsole.Features.Labels;

/// <summary>Finds the interactions of imported lines, and refuses lines without one.</summary>
internal static class ImportPlaces
{
    /// <summary>Number of responses in memory while spans are checked against them.</summary>
    private const int AnswersAtOnce = 50;

    public static async Task<List<(LabelLine Line, ImportPlace Place)>> FindAsync(
        TriageDbContext db,
        long? tenantId,
        List<LabelLine> lines,
        LabelImportResult result,
        CancellationToken cancellationToken
    )
    {
        var traces = lines.Select(l => l.TraceId).Distinct().ToArray();
        var known = (
            await db
                .Interactions.Where(i => traces.Contains(i.TraceId) && (tenantId == null || i.TenantId == tenantId))
                .Select(i => new
                {
                    i.TraceId,
                    i.Id,
                    i.TenantId,
                    i.WorkflowId,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(i => i.TraceId);
        var found = new List<(LabelLine, ImportPlace)>(lines.Count);
        foreach (var line in lines)
        {
            var places = known[line.TraceId].ToList();
            if (places.Count == 1)
                found.Add((line, new ImportPlace(places[0].Id, places[0].TenantId, places[0].WorkflowId)));
            else if (places.Count == 0)
                result.Refuse(line.Number, "unknown_trace", $"There is no interaction {line.TraceId}. Send its event first.");
            else
                result.Refuse(line.Number, "ambiguous_trace", $"The interaction {line.TraceId} is in {places.Count} tenants. Name one.");
        }

        return await WithKnownMessagesAsync(
            db,
            await WithFittingMarksAsync(db, found, result, cancellationToken),
            result,
            cancellationToken
        );
    }

    /// <summary>Removes lines whose message is not in the conversation.</summary>
    private static async Task<List<(LabelLine Line, ImportPlace Place)>> WithKnownMessagesAsync(
        TriageDbContext db,
        List<(LabelLine Line, ImportPlace Place)> lines,
        LabelImportResult result,
        CancellationToken cancellationToken
    )
    {
        var misfits = new HashSet<long>();
        foreach (var interactions in lines.Where(l => l.Line.Message is not null).GroupBy(l => l.Place.InteractionId).Chunk(AnswersAtOnce))
        {
            var ids = interactions.Select(i => i.Key).ToArray();
            var messages = await db
                .InteractionPayloads.AsNoTracking()
                .Where(p => ids.Contains(p.InteractionId))
                .Select(p => new { p.InteractionId, p.Messages })
                .ToDictionaryAsync(p => p.InteractionId, p => ConversationReader.CountMessages(p.Messages), cancellationToken);
            foreach (var interaction in interactions)
            {
                var count = messages.GetValueOrDefault(interaction.Key);
                foreach (var (line, _) in interaction.Where(l => l.Line.Message >= count))
                {
                    misfits.Add(line.Number);
                    result.Refuse(
                        line.Number,
                        "unknown_message_index",
                        $"The interaction {line.TraceId} has {(count == 1 ? "1 message" : $"{count} messages")}; "
                            + $"there is no target.message_index {line.Message}. The first message has the index 0."
                    );
                }
            }
        }

        return misfits.Count == 0 ? lines : lines.FindAll(l => !misfits.Contains(l.Line.Number));
    }

    /// <summary>Removes lines whose spans are outside the response or cut a character in half.</summary>
    private static async Task<List<(LabelLine Line, ImportPlace Place)>> WithFittingMarksAsync(
        TriageDbContext db,
        List<(LabelLine Line, ImportPlace Place)> lines,
        LabelImportResult result,
        CancellationToken cancellationToken
    )
    {
        var misfits = new HashSet<long>();
        foreach (var interactions in lines.Where(l => l.Line.Marks is not null).GroupBy(l => l.Place.InteractionId).Chunk(AnswersAtOnce))
        {
            var ids = interactions.Select(i => i.Key).ToArray();
            var payloads = await db
                .InteractionPayloads.AsNoTracking()
                .Where(p => ids.Contains(p.InteractionId))
                .ToDictionaryAsync(p => p.InteractionId, cancellationToken);
            foreach (var interaction in interactions)
            {
                var answer = JudgedText.Of(payloads.GetValueOrDefault(interaction.Key));
                foreach (var (line, _) in interaction.Where(l => !l.Line.Marks!.All(m => m.Fits(answer))))
                {
                    misfits.Add(line.Number);
                    result.Refuse(
                        line.Number,
                        "bad_span",
                        "A span is outside the output or cuts a character in half. Offsets count UTF-16 code units."
                    );
                }
            }
        }

        return misfits.Count == 0 ? lines : lines.FindAll(l => !misfits.Contains(l.Line.Number));
    }
}
