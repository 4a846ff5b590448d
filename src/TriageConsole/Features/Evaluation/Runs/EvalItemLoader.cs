using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Loads interactions of the workflow as items to score.</summary>
internal sealed class EvalItemLoader(TriageDbContext db, long tenantId, long workflowId)
{
    public async Task<Dictionary<long, double?>> LatenciesAsync(long[] ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, double?>();
        foreach (var some in ids.Chunk(1000))
        foreach (
            var row in await db
                .Interactions.AsNoTracking()
                .Where(i => some.Contains(i.Id))
                .Select(i => new { i.Id, Latency = i.ServerLatencyMs ?? i.ClientLatencyMs })
                .ToListAsync(cancellationToken)
        )
            found[row.Id] = row.Latency;
        return found;
    }

    /// <summary>Interactions as items. Their own outputs are the live outputs.</summary>
    public async Task<Dictionary<long, EvalItem>> ItemsAsync(long[] ids, CancellationToken cancellationToken)
    {
        var items = new Dictionary<long, EvalItem>();
        foreach (var some in ids.Chunk(500))
        {
            var rows = await (
                from i in db.Interactions.AsNoTracking()
                where some.Contains(i.Id) && i.TenantId == tenantId && i.WorkflowId == workflowId
                join p in db.InteractionPayloads on i.Id equals p.InteractionId into payloads
                from p in payloads.DefaultIfEmpty()
                select new { Interaction = i, Payload = p }
            )
                .AsNoTracking()
                .ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                var (i, p) = (row.Interaction, row.Payload);
                var documents = EvalDocuments.Read(p?.Context);
                items[i.Id] = new EvalItem
                {
                    InteractionId = i.Id,
                    TraceId = i.TraceId,
                    TaskId = i.TaskId,
                    InputHash = i.InputHash,
                    Preview = i.Preview,
                    Timestamp = i.TimeIsReal ? i.Timestamp : i.ReceivedAt,
                    Input = p?.Input,
                    Messages = p?.Messages,
                    Documents = documents.Count == 0 ? null : JsonSerializer.Serialize(documents, EvalSettings.Json),
                    LiveOutput = p?.Output,
                    LiveVersion = ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion),
                };
            }
        }

        return items;
    }

    /// <summary>Golden items that a line is for; several can have the same input.</summary>
    public static IEnumerable<EvalItem> GoldenOf(OutputLine line, List<EvalItem> golden)
    {
        if (line.TraceId is { } trace)
            return golden.Where(g => g.TraceId == trace);
        if (line.InputHash is { } hash)
            return golden.Where(g => g.InputHash == hash);
        return line.Item is { } number && number <= golden.Count ? [golden[number - 1]] : [];
    }
}
