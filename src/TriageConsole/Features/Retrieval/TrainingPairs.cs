using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Conversations;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Retrieval;

/// <summary>
/// The training set of a reranker: pairs of a query and a document, with weights against the bias of positions, as NDJSON.
/// </summary>
internal sealed class TrainingPairs(IDbContextFactory<TriageDbContext> contexts, RetrievalService retrieval)
{
    private const int AtOnce = 100;
    private const int Digits = 6;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly DatasetPolicy Policy = new();
    private static readonly TaskSplit Splits = new(Policy.Seed, Policy.Splits);

    /// <summary>For leads.</summary>
    public Task<Result<DatasetExportFile>> OpenAsync(
        PersonAccess access,
        WorkflowRef workflow,
        RetrievalTime time,
        CancellationToken cancellationToken = default
    )
    {
        RetrievalService.Demand(access, workflow);
        return OpenAsync(workflow.TenantId, workflow.Id, workflow.Key, time, cancellationToken);
    }

    /// <summary>For API keys, whose scope the endpoint checks.</summary>
    public async Task<Result<DatasetExportFile>> OpenAsync(
        ApiCaller caller,
        string workflow,
        RetrievalTime time,
        CancellationToken cancellationToken = default
    )
    {
        var found = await retrieval.FindAsync(caller, workflow, cancellationToken);
        return found.Ok ? await OpenAsync(caller.TenantId, found.Value, workflow, time, cancellationToken) : found.Error;
    }

    private async Task<Result<DatasetExportFile>> OpenAsync(
        long tenantId,
        long workflowId,
        string key,
        RetrievalTime time,
        CancellationToken cancellationToken
    )
    {
        var (view, pairs) = await retrieval.AnalyseAsync(tenantId, workflowId, time, cancellationToken);
        if (pairs.Count > 0)
            return Result.Done(
                "",
                new DatasetExportFile(
                    $"{key}-retrieval.jsonl",
                    "application/x-ndjson",
                    (stream, token) => WriteAsync(tenantId, workflowId, key, pairs, stream, token)
                )
            );
        var (clicks, citations) = (view.Analysis.Clicks.Problem, view.Analysis.Citations.Problem);
        return Error.Conflict(
            clicks is not null && citations is not null
                ? $"The weights cannot be estimated. Clicks: {clicks} Citations: {citations}"
                : "No document was clicked or cited in an interaction whose user consents to training and that is no golden item."
        );
    }

    private async Task WriteAsync(
        long tenantId,
        long workflowId,
        string key,
        IReadOnlyList<ChosenDocument> pairs,
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var redaction = (await TenantRedaction.LoadAsync(db, tenantId, cancellationToken)).PolicyOf(key);
        foreach (var batch in pairs.GroupBy(p => p.Of.InteractionId).Chunk(AtOnce))
        {
            var ids = batch.Select(g => g.Key).ToArray();
            // Again with the tenant and the withdrawals: a person can have been erased or withdrawn consent since the selection.
            var payloads = await (
                from p in db.InteractionPayloads.AsNoTracking()
                join i in db.Interactions on p.InteractionId equals i.Id
                where
                    ids.Contains(i.Id)
                    && i.TenantId == tenantId
                    && i.WorkflowId == workflowId
                    && !db.ConsentWithdrawals.Any(w => w.TenantId == i.TenantId && w.UserId == i.UserId)
                select new
                {
                    i.Id,
                    i.ConsentScope,
                    p.Input,
                    p.Messages,
                }
            ).ToDictionaryAsync(p => p.Id, cancellationToken);
            foreach (var answer in batch)
                if (
                    payloads.GetValueOrDefault(answer.Key) is { } payload
                    && DatasetPolicyCheck.Allows(Policy, payload.ConsentScope)
                    && Query(payload.Input, payload.Messages) is { } query
                    && RowChecks.PersonalData([query], redaction).Count == 0
                )
                    foreach (var pair in answer)
                    {
                        await JsonSerializer.SerializeAsync(stream, Line(pair, query), Json, cancellationToken);
                        await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
                    }
        }
    }

    private static string? Query(string? input, string? messages) =>
        !string.IsNullOrWhiteSpace(input) ? input
        : ConversationReader.Read(messages).LastOrDefault(t => t.Role == "user") is { } turn && !string.IsNullOrWhiteSpace(turn.Content)
            ? turn.Content
        : null;

    private static DocumentPair Line(ChosenDocument pair, string query) =>
        new(
            query,
            pair.Document.Id,
            pair.Document.Source,
            pair.Of.Answer.Snapshot,
            pair.Signal,
            pair.Document.Position,
            Math.Round(pair.Propensity, Digits),
            Math.Round(pair.Weight, Digits),
            [.. pair.Of.Answer.Documents.Select(d => d.Id)],
            pair.Of.TraceId,
            Splits.Of(pair.Of.Answer.TaskId)
        );
}
