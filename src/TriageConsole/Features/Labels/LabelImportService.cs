using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Rubrics;
using TriageConsole.Live;

namespace TriageConsole.Features.Labels;

/// <summary>
/// Imports labels of people and LLM judges from other tools. It works on sets of rows, never row by row. A repeated import changes nothing.
/// </summary>
public sealed class LabelImportService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    DatabaseRetry retry,
    ChangeNotifier notifier,
    TimeProvider time,
    IngestPermits permits,
    IOptions<IngestOptions> options,
    KeyHashing keys
)
{
    private const int BatchLines = 2000;

    /// <summary>
    /// Imports a whole stream. Without a tenant (an operator's import) a trace is searched in all tenants and must be in only one.
    /// </summary>
    /// <exception cref="InvalidDataException">The stream ended early. The results reported before are committed.</exception>
    public async Task<LabelImportResult> ImportAsync(
        long? tenantId,
        Stream stream,
        Action<LabelImportResult>? onBatch = null,
        CancellationToken cancellationToken = default
    )
    {
        var result = new LabelImportResult();
        var batch = new List<LabelLine>(BatchLines);
        using var hold = tenantId is { } owner ? permits.Hold(owner) : null;
        long bytes = 0;
        var hash = await keys.GetAsync(cancellationToken);
        await foreach (
            var line in EventLines.ReadAsync(stream, options.Value.MaxLineBytes, window => hold?.Set(bytes + window), cancellationToken)
        )
        {
            var (label, refusal) = LabelLine.Read(line);
            if (label is null)
                result.Refuse(line.Number, refusal!.Reason, refusal.Detail);
            else
                batch.Add(label with { TraceId = hash.Stored(label.TraceId)! });
            bytes += line.Bytes.Length;
            if (batch.Count < BatchLines && bytes < options.Value.BatchBytes)
                continue;
            await CommitAsync(tenantId, batch, result, needsText: false, cancellationToken);
            onBatch?.Invoke(result);
            batch.Clear();
            bytes = 0;
        }

        if (batch.Count > 0)
            await CommitAsync(tenantId, batch, result, needsText: false, cancellationToken);
        onBatch?.Invoke(result);
        return result;
    }

    /// <summary>The id of a tenant by its key, for an operator's import.</summary>
    public async Task<long?> TenantAsync(string key, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Tenants.Where(t => t.Key == key).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Stores answers of a judge from a calibration by the rules of an import, except those about interactions whose texts were erased.
    /// </summary>
    internal async Task<LabelImportResult> StoreAnswersAsync(
        long tenantId,
        List<LabelLine> answers,
        CancellationToken cancellationToken = default
    )
    {
        var result = new LabelImportResult();
        await CommitAsync(tenantId, answers, result, needsText: true, cancellationToken);
        return result;
    }

    private async Task CommitAsync(
        long? tenantId,
        List<LabelLine> lines,
        LabelImportResult result,
        bool needsText,
        CancellationToken cancellationToken
    )
    {
        using var place = tenantId is { } tenant ? await permits.EnterAsync(tenant, cancellationToken) : null;
        // The labeler's first session can insert their row at the same time. The retry finds it.
        var (own, workflows) = await retry.RunAsync(token => StoreAsync(tenantId, lines, needsText, token), cancellationToken);
        foreach (var workflow in workflows)
            notifier.Publish(workflow);
        result.Accepted += own.Accepted;
        result.Duplicates += own.Duplicates;
        result.Revised += own.Revised;
        foreach (var refused in own.Refused)
            result.Refuse(refused.Line, refused.Reason, refused.Detail);
    }

    /// <summary>Stores the labels in one transaction. Returns the result and the workflows of the labels.</summary>
    private async Task<(LabelImportResult Result, IReadOnlyList<long> Workflows)> StoreAsync(
        long? tenantId,
        List<LabelLine> lines,
        bool needsText,
        CancellationToken cancellationToken
    )
    {
        var own = new LabelImportResult();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var places = await ImportPlaces.FindAsync(db, tenantId, lines, own, cancellationToken);
        // The locks come first, tenants and then interactions in order of id, to avoid deadlocks. Rows read after them stay valid until the
        // commit.
        await statements.LockTenantsAsync(db, [.. places.Select(p => p.Place.TenantId).Distinct().Order()], cancellationToken);
        await statements.LockInteractionsAsync(db, [.. places.Select(p => p.Place.InteractionId).Distinct().Order()], cancellationToken);
        // An answer can quote a text that was erased while the judge was asked.
        if (needsText)
            places = await WithTextAsync(db, places, cancellationToken);
        foreach (var workflow in places.GroupBy(p => (p.Place.TenantId, p.Place.WorkflowId)).OrderBy(g => g.Key.WorkflowId))
            await StoreAsync(db, workflow.Key.TenantId, workflow.Key.WorkflowId, [.. workflow], own, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (own, [.. places.Select(p => p.Place.WorkflowId).Distinct()]);
    }

    private async Task StoreAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        List<(LabelLine Line, ImportPlace Place)> lines,
        LabelImportResult result,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var scopes = await ImportScopes.LoadAsync(db, workflowId, lines.ConvertAll(l => l.Line), cancellationToken);
        lines = await WithinKeysAsync(db, tenantId, workflowId, scopes.Fitting(lines, result), result, cancellationToken);
        if (lines.Count == 0)
            return;
        var hash = await keys.GetAsync(cancellationToken);
        lines = await ImportRedaction.ApplyAsync(db, statements, hash, (tenantId, workflowId), lines, now, cancellationToken);
        var labelers = await LabelerRows.EnsureImportedAsync(db, tenantId, lines.Select(l => l.Line), cancellationToken);
        var rubric = await ImportedRubric.EnsureAsync(
            db,
            workflowId,
            definition => ImportedCriteria.Grow(definition, lines.ConvertAll(l => l.Line), scopes),
            now,
            cancellationToken
        );
        var known = await ImportedLabels.KnownAsync(
            db,
            rubric.RubricId,
            lines.Select(l => l.Place.InteractionId).Distinct().ToArray(),
            [.. labelers.Values],
            cancellationToken
        );
        var fresh = new Dictionary<(long, int, long), ImportDraft>();
        foreach (var (line, place) in lines)
        {
            var at = (place.InteractionId, AnswerKey.TurnOf(line.Message), labelers[line.LabelerId]);
            if (!fresh.TryGetValue(at, out var draft))
                fresh[at] = draft = new ImportDraft(known.GetValueOrDefault(at));
            draft.Take(line, result);
        }

        var changed = fresh.Where(f => f.Value.IsChanged).ToList();
        if (changed.Count == 0)
            return;
        await ImportedLabels.InsertAsync(db, statements, tenantId, workflowId, rubric, now, changed, cancellationToken);
    }

    private static async Task<List<(LabelLine Line, ImportPlace Place)>> WithTextAsync(
        TriageDbContext db,
        List<(LabelLine Line, ImportPlace Place)> places,
        CancellationToken cancellationToken
    )
    {
        var ids = places.Select(p => p.Place.InteractionId).Distinct().ToArray();
        var left = await db
            .InteractionPayloads.Where(p => ids.Contains(p.InteractionId) && p.Output != null)
            .Select(p => p.InteractionId)
            .ToListAsync(cancellationToken);
        return places.FindAll(p => left.Contains(p.Place.InteractionId));
    }

    /// <summary>Removes lines that would exceed the tenant's maximum number of rubric keys.</summary>
    private async Task<List<(LabelLine Line, ImportPlace Place)>> WithinKeysAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        List<(LabelLine Line, ImportPlace Place)> lines,
        LabelImportResult result,
        CancellationToken cancellationToken
    )
    {
        var fresh = await ImportedRubric.NewKeysAsync(db, workflowId, lines.Select(l => l.Line.Criterion), cancellationToken);
        if (fresh.Count == 0)
            return lines;
        var max =
            await db.Tenants.Where(t => t.Id == tenantId).Select(t => t.MaxImportedRubrics).SingleAsync(cancellationToken)
            ?? options.Value.MaxImportedRubrics;
        var known = await ImportedRubric.KeysOfTenantAsync(db, tenantId, cancellationToken);
        var beyond = fresh.Where(key => !known.Contains(key) && (known.Count >= max || !known.Add(key))).ToHashSet(StringComparer.Ordinal);
        foreach (var (line, _) in lines.Where(l => beyond.Contains(l.Line.Criterion)))
            result.Refuse(
                line.Number,
                "too_many_rubric_keys",
                $"The tenant has the maximum of {max} rubric keys for imported labels; '{line.Criterion}' is not one of them."
            );
        return beyond.Count == 0 ? lines : lines.FindAll(l => !beyond.Contains(l.Line.Criterion));
    }
}
