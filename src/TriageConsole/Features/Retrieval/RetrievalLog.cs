using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Retrieval;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Retrieval;

/// <summary>
/// Reads the answers of a workflow with their documents, citations and clicks. The order of documents is only in the payloads, so they are
/// read in batches, and only those of the latest interactions of a time.
/// </summary>
internal static class RetrievalLog
{
    /// <summary>The maximum number of interactions that are read.</summary>
    public const int MaxInteractions = 20_000;

    private const int AtOnce = 100;
    private const string Cited = "retrieval.cited";

    public static async Task<RetrievalSample> ReadAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        RetrievalTime time,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .Interactions.AsNoTracking()
            .Where(i =>
                i.TenantId == tenantId && i.WorkflowId == workflowId && i.Timestamp >= time.From && i.Timestamp < time.To && !i.Shadow
            )
            .OrderByDescending(i => i.Timestamp)
            .ThenByDescending(i => i.Id)
            .Take(MaxInteractions + 1)
            .Select(i => new RetrievalRow(
                i.Id,
                i.TraceId,
                i.TaskId,
                i.InputHash,
                i.ConsentScope,
                db.ConsentWithdrawals.Any(w => w.TenantId == i.TenantId && w.UserId == i.UserId),
                i.Timestamp,
                i.KnowledgeVersion,
                i.OutcomeMetric,
                i.OutcomeValue
            ))
            .ToListAsync(cancellationToken);
        var settings = await db
            .Workflows.Where(w => w.TenantId == tenantId && w.Id == workflowId)
            .Select(w => new
            {
                w.OutcomeMetric,
                w.OutcomeUnit,
                w.OutcomeDirection,
                w.Configured,
            })
            .SingleAsync(cancellationToken);
        var own = settings is { Configured: true, OutcomeMetric: { Length: > 0 } named } ? named : null;
        var metric = own ?? MostFrequent(rows);
        var isCut = rows.Count > MaxInteractions;
        var answers = new List<LoggedAnswer>();
        foreach (var batch in rows.Take(MaxInteractions).Chunk(AtOnce))
            answers.AddRange(await AnswersAsync(db, tenantId, batch, metric, cancellationToken));
        return new RetrievalSample(
            answers,
            Math.Min(rows.Count, MaxInteractions),
            isCut,
            metric,
            own is null ? null : settings.OutcomeUnit,
            own is not null
                ? settings.OutcomeDirection == OutcomeDirection.LowerIsBetter
                : metric is not null && OutcomeReading.LooksLowerIsBetter(metric)
        );
    }

    private static string? MostFrequent(List<RetrievalRow> rows) =>
        rows.Where(r => r.OutcomeMetric is not null && r.OutcomeValue is not null)
            .CountBy(r => r.OutcomeMetric!, StringComparer.Ordinal)
            .OrderByDescending(c => c.Value)
            .ThenBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => c.Key)
            .FirstOrDefault();

    private static async Task<List<LoggedAnswer>> AnswersAsync(
        TriageDbContext db,
        long tenantId,
        RetrievalRow[] batch,
        string? metric,
        CancellationToken cancellationToken
    )
    {
        var all = batch.Select(r => r.Id).ToArray();
        var payloads = await db
            .InteractionPayloads.AsNoTracking()
            .Where(p => all.Contains(p.InteractionId) && p.Context != null)
            .Select(p => new
            {
                p.InteractionId,
                p.Context,
                p.Output,
            })
            .ToListAsync(cancellationToken);
        var read = payloads
            .Select(p => (p.InteractionId, Documents: RankedDocuments.Read(p.Context), p.Output))
            .Where(p => p.Documents.Count > 0)
            .ToDictionary(p => p.InteractionId);
        if (read.Count == 0)
            return [];
        var ids = read.Keys.ToArray();
        string[] names = ["retrieval.clicked", "retrieval.opened", Cited];
        var signals = (
            await db
                .Signals.AsNoTracking()
                .Where(s => ids.Contains(s.InteractionId) && names.Contains(s.Name) && s.TextValue != null)
                .Select(s => new
                {
                    s.InteractionId,
                    s.Name,
                    s.TextValue,
                    IsWithdrawn = db.ConsentWithdrawals.Any(w => w.TenantId == tenantId && w.UserId == s.UserId),
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(s => s.InteractionId, s => (s.Name, Document: s.TextValue!.Trim(), s.IsWithdrawn));
        var answers = new List<LoggedAnswer>();
        foreach (var row in batch)
        {
            if (!read.TryGetValue(row.Id, out var payload))
                continue;
            var positions = payload.Documents.ToDictionary(d => d.Id, d => d.Position, StringComparer.Ordinal);
            var named = signals[row.Id].Where(s => positions.ContainsKey(s.Document)).ToList();
            var cited = DocumentCitations.In(payload.Output, payload.Documents).ToHashSet();
            cited.UnionWith(named.Where(s => s.Name == Cited).Select(s => positions[s.Document]));
            var clicks = named.Where(s => s.Name != Cited).ToLookup(s => positions[s.Document], s => s.IsWithdrawn);
            answers.Add(
                new LoggedAnswer(
                    row.Id,
                    row.TraceId,
                    row.InputHash,
                    row.ConsentScope,
                    row.IsWithdrawn,
                    new RetrievedAnswer(
                        row.Timestamp,
                        row.TaskId,
                        row.KnowledgeVersion,
                        row.OutcomeMetric is not null && row.OutcomeMetric == metric ? row.OutcomeValue : null,
                        payload.Documents
                    )
                    {
                        Clicked = clicks.Select(c => c.Key).ToHashSet(),
                        Cited = cited,
                    }
                )
                {
                    WithdrawnClicks = clicks.Where(c => c.All(isWithdrawn => isWithdrawn)).Select(c => c.Key).ToHashSet(),
                }
            );
        }

        return answers;
    }
}
