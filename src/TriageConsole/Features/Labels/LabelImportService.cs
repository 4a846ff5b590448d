using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rubrics;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Labeling;
using TriageConsole.Live;

namespace TriageConsole.Features.Labels;

/// <summary>Takes in labels made elsewhere: people's and LLM judges'. Set by set, never row by row; again changes nothing.</summary>
public sealed class LabelImportService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    DatabaseRetry retry,
    ChangeNotifier notifier,
    TimeProvider time,
    IngestPermits permits,
    IOptions<IngestOptions> options
)
{
    private const int BatchLines = 2000;

    /// <summary>Texts held in memory at a time while spans are compared with them.</summary>
    private const int AnswersAtOnce = 50;

    /// <summary>
    /// Reads a whole stream. Without a tenant (an operator's import) a trace is looked for in all, and must be in one only.
    /// </summary>
    /// <exception cref="InvalidDataException">The stream broke off; what was reported before is committed.</exception>
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
        await foreach (
            var line in EventLines.ReadAsync(stream, options.Value.MaxLineBytes, window => hold?.Set(bytes + window), cancellationToken)
        )
        {
            var (label, refusal) = LabelLine.Read(line);
            if (label is null)
                result.Refuse(line.Number, refusal!.Reason, refusal.Detail);
            else
                batch.Add(label);
            bytes += line.Bytes.Length;
            if (batch.Count < BatchLines && bytes < options.Value.BatchBytes)
                continue;
            await CommitAsync(tenantId, batch, result, cancellationToken);
            onBatch?.Invoke(result);
            batch.Clear();
            bytes = 0;
        }

        if (batch.Count > 0)
            await CommitAsync(tenantId, batch, result, cancellationToken);
        onBatch?.Invoke(result);
        return result;
    }

    /// <summary>The id of a tenant by its key, for an operator's import.</summary>
    public async Task<long?> TenantAsync(string key, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Tenants.Where(t => t.Key == key).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task CommitAsync(long? tenantId, List<LabelLine> lines, LabelImportResult result, CancellationToken cancellationToken)
    {
        using var place = tenantId is { } tenant ? await permits.EnterAsync(tenant, cancellationToken) : null;
        // A labeler's first session may store their row a moment before this does; the next run finds it.
        var (own, workflows) = await retry.RunAsync(token => StoreAsync(tenantId, lines, token), cancellationToken);
        foreach (var workflow in workflows)
            notifier.Publish(workflow);
        result.Accepted += own.Accepted;
        result.Duplicates += own.Duplicates;
        result.Revised += own.Revised;
        foreach (var refused in own.Refused)
            result.Refuse(refused.Line, refused.Reason, refused.Detail);
    }

    /// <summary>Stores the labels in one transaction; returns what became of them, and the workflows they belong to.</summary>
    private async Task<(LabelImportResult Result, IReadOnlyList<long> Workflows)> StoreAsync(
        long? tenantId,
        List<LabelLine> lines,
        CancellationToken cancellationToken
    )
    {
        var own = new LabelImportResult();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var places = await FindAsync(db, tenantId, lines, own, cancellationToken);
        // Locked first, tenants and then interactions in order of id; what is read after that stands until the commit.
        await statements.LockTenantsAsync(db, [.. places.Select(p => p.Place.TenantId).Distinct().Order()], cancellationToken);
        await statements.LockInteractionsAsync(db, [.. places.Select(p => p.Place.InteractionId).Distinct().Order()], cancellationToken);
        foreach (var workflow in places.GroupBy(p => (p.Place.TenantId, p.Place.WorkflowId)).OrderBy(g => g.Key.WorkflowId))
            await StoreAsync(db, workflow.Key.TenantId, workflow.Key.WorkflowId, [.. workflow], own, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (own, [.. places.Select(p => p.Place.WorkflowId).Distinct()]);
    }

    private sealed record Place(long InteractionId, long TenantId, long WorkflowId);

    private static async Task<List<(LabelLine Line, Place Place)>> FindAsync(
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
        var found = new List<(LabelLine, Place)>(lines.Count);
        foreach (var line in lines)
        {
            var places = known[line.TraceId].ToList();
            if (places.Count == 1)
                found.Add((line, new Place(places[0].Id, places[0].TenantId, places[0].WorkflowId)));
            else if (places.Count == 0)
                result.Refuse(line.Number, "unknown_trace", $"There is no interaction {line.TraceId}; send its event first.");
            else
                result.Refuse(line.Number, "ambiguous_trace", $"The interaction {line.TraceId} is in {places.Count} tenants; name one.");
        }

        return await WithFittingMarksAsync(db, found, result, cancellationToken);
    }

    /// <summary>Without the lines whose spans lie outside the answer they mark, or cut a character of it in half.</summary>
    private static async Task<List<(LabelLine Line, Place Place)>> WithFittingMarksAsync(
        TriageDbContext db,
        List<(LabelLine Line, Place Place)> lines,
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
                var answer = BlindView.AnswerOf(payloads.GetValueOrDefault(interaction.Key));
                foreach (var (line, _) in interaction.Where(l => !l.Line.Marks!.All(m => m.Fits(answer))))
                {
                    misfits.Add(line.Number);
                    result.Refuse(
                        line.Number,
                        "bad_span",
                        "A span lies outside the output or cuts a character in half. Offsets count UTF-16 code units."
                    );
                }
            }
        }

        return misfits.Count == 0 ? lines : lines.FindAll(l => !misfits.Contains(l.Line.Number));
    }

    private async Task StoreAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        List<(LabelLine Line, Place Place)> lines,
        LabelImportResult result,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        lines = await WithinKeysAsync(db, tenantId, workflowId, lines, result, cancellationToken);
        if (lines.Count == 0)
            return;
        var labelers = await EnsureLabelersAsync(db, tenantId, lines.Select(l => l.Line), cancellationToken);
        var rubric = await ImportedRubric.EnsureAsync(db, workflowId, lines.ConvertAll(l => l.Line), now, cancellationToken);
        var known = await KnownAsync(
            db,
            rubric.RubricId,
            lines.Select(l => l.Place.InteractionId).Distinct().ToArray(),
            [.. labelers.Values],
            cancellationToken
        );
        var fresh = new Dictionary<(long, long), Draft>();
        foreach (var (line, place) in lines)
        {
            var at = (place.InteractionId, labelers[line.LabelerId]);
            if (!fresh.TryGetValue(at, out var draft))
                fresh[at] = draft = new Draft(known.GetValueOrDefault(at));
            draft.Take(line, result);
        }

        var changed = fresh.Where(f => f.Value.IsChanged).ToList();
        if (changed.Count == 0)
            return;
        await InsertAsync(db, tenantId, workflowId, rubric, now, changed, cancellationToken);
    }

    /// <summary>Without the lines that would give the tenant more rubric keys than it may have.</summary>
    private async Task<List<(LabelLine Line, Place Place)>> WithinKeysAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        List<(LabelLine Line, Place Place)> lines,
        LabelImportResult result,
        CancellationToken cancellationToken
    )
    {
        var fresh = await ImportedRubric.NewKeysAsync(db, workflowId, lines.Select(l => l.Line.Criterion), cancellationToken);
        if (fresh.Count == 0)
            return lines;
        var most =
            await db.Tenants.Where(t => t.Id == tenantId).Select(t => t.MaxImportedRubrics).SingleAsync(cancellationToken)
            ?? options.Value.MaxImportedRubrics;
        var known = await ImportedRubric.KeysOfTenantAsync(db, tenantId, cancellationToken);
        var beyond = fresh.Where(key => !known.Contains(key) && (known.Count >= most || !known.Add(key))).ToHashSet(StringComparer.Ordinal);
        foreach (var (line, _) in lines.Where(l => beyond.Contains(l.Line.Criterion)))
            result.Refuse(
                line.Number,
                "too_many_rubric_keys",
                $"The tenant has {most} rubric keys of imported labels already, the most it may have; '{line.Criterion}' would be one more."
            );
        return beyond.Count == 0 ? lines : lines.FindAll(l => !beyond.Contains(l.Line.Criterion));
    }

    private async Task InsertAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        RubricVersion rubric,
        DateTimeOffset now,
        List<KeyValuePair<(long Interaction, long Labeler), Draft>> changed,
        CancellationToken cancellationToken
    )
    {
        var old = changed.Where(c => c.Value.Known is not null).Select(c => c.Value.Known!.Id).ToArray();
        if (old.Length > 0)
            await db
                .Labels.Where(l => old.Contains(l.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.IsCurrent, false), cancellationToken);
        var labels = changed.ConvertAll(c => new Label
        {
            TenantId = tenantId,
            WorkflowId = workflowId,
            InteractionId = c.Key.Interaction,
            LabelerId = c.Key.Labeler,
            RubricVersionId = rubric.Id,
            RubricId = rubric.RubricId,
            CreatedAt = now,
            Revision = (c.Value.Known?.Revision ?? 0) + 1,
            Reason = c.Value.Known is null ? "" : "import",
            Comment = c.Value.Comment,
            IdempotencyKey = c.Value.Key(c.Key.Interaction),
        });
        await statements.BulkLoadAsync(db, labels, cancellationToken);
        var keys = labels.ConvertAll(l => l.IdempotencyKey);
        var ids = await db
            .Labels.Where(l => l.WorkflowId == workflowId && keys.Contains(l.IdempotencyKey))
            .Select(l => new
            {
                l.Id,
                l.LabelerId,
                l.IdempotencyKey,
            })
            .ToDictionaryAsync(l => (l.LabelerId, l.IdempotencyKey), l => l.Id, cancellationToken);
        await statements.BulkLoadAsync(
            db,
            changed
                .Zip(labels)
                .SelectMany(p =>
                    p.First.Value.Answers.Select(a => new LabelAnswer
                    {
                        LabelId = ids[(p.Second.LabelerId, p.Second.IdempotencyKey)],
                        Criterion = a.Key,
                        Value = a.Value.Value,
                        NumericValue = a.Value.Number,
                    })
                )
                .ToList(),
            cancellationToken
        );
        // One statement for each number of labels an interaction got, not one for each interaction.
        foreach (var group in changed.Where(c => c.Value.Known is null).GroupBy(c => c.Key.Interaction).GroupBy(g => g.Count(), g => g.Key))
        {
            var interactions = group.ToArray();
            await db
                .Interactions.Where(i => interactions.Contains(i.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(i => i.LabelCount, i => i.LabelCount + group.Key), cancellationToken);
        }

        await statements.AddToCountersAsync(
            db,
            workflowId,
            new CounterChange(Labels: changed.Count(c => c.Value.Known is null)),
            cancellationToken
        );
    }

    private static async Task<Dictionary<string, long>> EnsureLabelersAsync(
        TriageDbContext db,
        long tenantId,
        IEnumerable<LabelLine> lines,
        CancellationToken cancellationToken
    )
    {
        var wanted = lines.DistinctBy(l => l.LabelerId).ToDictionary(l => l.LabelerId, l => l.IsJudge);
        var keys = wanted.Keys.ToArray();
        var known = await db
            .Labelers.Where(l => l.TenantId == tenantId && keys.Contains(l.Key))
            .ToDictionaryAsync(l => l.Key, l => l.Id, cancellationToken);
        var fresh = wanted
            .Where(w => !known.ContainsKey(w.Key))
            .Select(w => new Labeler
            {
                TenantId = tenantId,
                Key = w.Key,
                Name = w.Key,
                Kind = w.Value ? LabelerKind.Judge : LabelerKind.Imported,
            })
            .ToList();
        db.Labelers.AddRange(fresh);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var labeler in fresh)
            known[labeler.Key] = labeler.Id;
        return known;
    }

    /// <summary>The imported labels in force of these interactions by these labelers.</summary>
    private static async Task<Dictionary<(long, long), KnownLabel>> KnownAsync(
        TriageDbContext db,
        long rubricId,
        long[] interactions,
        long[] labelers,
        CancellationToken cancellationToken
    )
    {
        var labels = await db
            .Labels.AsNoTracking()
            .Where(l =>
                interactions.Contains(l.InteractionId)
                && labelers.Contains(l.LabelerId)
                && l.IsCurrent
                && l.RubricId == rubricId
                && l.Turn == 0
            )
            .Select(l => new
            {
                l.Id,
                l.InteractionId,
                l.LabelerId,
                l.Revision,
            })
            .ToListAsync(cancellationToken);
        var ids = labels.ConvertAll(l => l.Id);
        var answers = (await db.LabelAnswers.AsNoTracking().Where(a => ids.Contains(a.LabelId)).ToListAsync(cancellationToken)).ToLookup(
            a => a.LabelId
        );
        return labels.ToDictionary(
            l => (l.InteractionId, l.LabelerId),
            l => new KnownLabel(l.Id, l.Revision, answers[l.Id].ToDictionary(a => a.Criterion, a => (a.Value, a.NumericValue)))
        );
    }

    private sealed record KnownLabel(long Id, int Revision, Dictionary<string, (string Value, double? Number)> Answers);

    /// <summary>One label on its way: what is in force, and what the lines change.</summary>
    private sealed class Draft(KnownLabel? known)
    {
        public KnownLabel? Known => known;

        public Dictionary<string, (string Value, double? Number)> Answers { get; } = known is null ? [] : new(known.Answers);

        public string? Comment { get; private set; }

        public bool IsChanged { get; private set; }

        public void Take(LabelLine line, LabelImportResult result)
        {
            var exists = Answers.TryGetValue(line.Criterion, out var before);
            if (exists && before.Value == line.Value)
            {
                result.Duplicates++;
                return;
            }

            if (exists)
                result.Revised++;
            else
                result.Accepted++;
            Answers[line.Criterion] = (line.Value, line.Numeric);
            Comment = line.Comment ?? Comment;
            IsChanged = true;
        }

        /// <summary>The same content and revision has the same key, whoever sends it and how often.</summary>
        public Guid Key(long interactionId) =>
            new(
                SHA256
                    .HashData(
                        Encoding.UTF8.GetBytes(
                            $"import\n{interactionId}\n{(known?.Revision ?? 0) + 1}\n{string.Join('\n', Answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value.Value}"))}"
                        )
                    )
                    .AsSpan(0, 16)
            );
    }
}
