using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Labeling;

/// <summary>Loads leased items for labelers, with two queries for any number of items.</summary>
internal static class ItemLoader
{
    public static async Task<IReadOnlyList<LabelingItem>> LoadAsync(
        TriageDbContext db,
        long tenantId,
        IReadOnlyList<long> assignmentIds,
        CancellationToken cancellationToken
    )
    {
        if (assignmentIds.Count == 0)
            return [];
        var rows = await (
            from a in db.Assignments.AsNoTracking()
            where assignmentIds.Contains(a.Id)
            join q in db.QueueItems on a.QueueItemId equals q.Id
            join i in db.Interactions on q.InteractionId equals i.Id
            where i.TenantId == tenantId
            join p in db.InteractionPayloads on i.Id equals p.InteractionId into payloads
            from p in payloads.DefaultIfEmpty()
            join d in db.LabelDrafts on a.Id equals d.AssignmentId into drafts
            from d in drafts.DefaultIfEmpty()
            select new
            {
                a.Id,
                a.Fence,
                IsFlagged = db.Flags.Any(f => f.AssignmentId == a.Id && f.Kind != FlagKind.Skip && f.State == FlagState.Open),
                q.Reason,
                Interaction = i,
                Payload = p,
                Draft = d,
            }
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var items = rows.ToDictionary(
            r => r.Id,
            r => new LabelingItem(
                new LeaseToken(r.Id, r.Fence),
                r.Interaction.Id,
                r.Reason,
                Content(r.Interaction, r.Payload),
                ReadAnswers(r.Draft?.Answers),
                r.Draft?.ElapsedMs ?? 0,
                r.IsFlagged
            )
        );
        return assignmentIds.Where(items.ContainsKey).Select(id => items[id]).ToList();
    }

    /// <summary>The labeler's view of an interaction; null if the tenant has no interaction with this id.</summary>
    public static async Task<BlindContent?> ContentAsync(
        TriageDbContext db,
        long tenantId,
        long interactionId,
        CancellationToken cancellationToken
    )
    {
        var interaction = await db
            .Interactions.AsNoTracking()
            .SingleOrDefaultAsync(i => i.Id == interactionId && i.TenantId == tenantId, cancellationToken);
        if (interaction is null)
            return null;
        var payload = await db
            .InteractionPayloads.AsNoTracking()
            .SingleOrDefaultAsync(p => p.InteractionId == interactionId, cancellationToken);
        return Content(interaction, payload);
    }

    /// <summary>An item that cannot be read must not block the queue. It is shown as unreadable and can be skipped.</summary>
    private static BlindContent Content(Interaction interaction, InteractionPayload? payload)
    {
        try
        {
            return BlindView.Of(interaction, payload);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or ArgumentException or FormatException)
        {
            return BlindView.Unreadable(interaction, payload);
        }
    }

    private static Dictionary<string, string> ReadAnswers(string? json)
    {
        using var draft = StoredJson.Parse(json);
        return draft?.RootElement is { ValueKind: JsonValueKind.Object } answers
            ? answers
                .EnumerateObject()
                .Where(a => a.Value.ValueKind == JsonValueKind.String)
                .GroupBy(a => a.Name)
                .ToDictionary(a => a.Key, a => a.Last().Value.GetString()!)
            : [];
    }
}
