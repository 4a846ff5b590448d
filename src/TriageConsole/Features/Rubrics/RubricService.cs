using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rubrics;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Rubrics;

/// <summary>Publishes rubric versions and finds the current one. A published version never changes.</summary>
public sealed class RubricService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ILabelCounts counts,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>The key of a workflow's own rubric. Imported labels have a separate rubric.</summary>
    internal const string MainKey = "main";

    /// <summary>Publishes a rubric for a lead of the workflow.</summary>
    public Task<Result<PublishedRubric>> ImportAsync(
        PersonAccess access,
        long tenantId,
        long workflowId,
        string json,
        CancellationToken cancellationToken = default
    ) =>
        access.Has(Role.Lead, tenantId, workflowId)
            ? ImportAsync(workflowId, json, (access.DisplayName, AuditActor.Of(access), ""), _ => true, cancellationToken)
            : throw new AccessDeniedException("Publishing a rubric needs the lead role on its workflow.");

    /// <summary>Publishes a rubric from the command line, which has full rights on the database.</summary>
    public async Task<Result<PublishedRubric>> ImportAsync(
        string tenantKey,
        string workflowKey,
        string json,
        string actor,
        CancellationToken cancellationToken = default
    )
    {
        long? workflowId;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            workflowId = await db
                .Workflows.Where(w => w.Tenant!.Key == tenantKey && w.Key == workflowKey)
                .Select(w => (long?)w.Id)
                .SingleOrDefaultAsync(cancellationToken);
        return workflowId is { } id ? await ImportAsync(id, json, actor, "", cancellationToken) : WorkflowNotFound(tenantKey, workflowKey);
    }

    /// <summary>
    /// Publishes the JSON as the workflow's next version, makes it the current one and opens its bridging sample. Content equal to the
    /// current version publishes nothing.
    /// </summary>
    public Task<Result<PublishedRubric>> ImportAsync(
        long workflowId,
        string json,
        string actor,
        string note,
        CancellationToken cancellationToken = default
    ) => ImportAsync(workflowId, json, (actor, AuditActor.Named(actor), note), _ => true, cancellationToken);

    /// <summary>
    /// The same by a person, whose rights the caller has checked, who edited <paramref name="basedOn"/>. A conflict if another version is
    /// current, because the new one would take back its changes.
    /// </summary>
    internal Task<Result<PublishedRubric>> PublishEditedAsync(
        long workflowId,
        string json,
        PersonAccess access,
        string note,
        long? basedOn,
        CancellationToken cancellationToken
    ) => ImportAsync(workflowId, json, (access.DisplayName, AuditActor.Of(access), note), active => active == basedOn, cancellationToken);

    private async Task<Result<PublishedRubric>> ImportAsync(
        long workflowId,
        string json,
        (string Actor, AuditActor Recorded, string Note) by,
        Func<long?, bool> mayReplace,
        CancellationToken cancellationToken
    )
    {
        var parsed = RubricParser.Parse(json);
        if (parsed.Definition is not { } definition)
            return Error.Invalid(
                "The rubric cannot be published. Correct the problems below.",
                [.. parsed.Problems.Select(p => new FieldProblem("", p))]
            );
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await PublishAsync(workflowId, definition, by, mayReplace, cancellationToken) is not { } published)
                    return Error.Conflict("Another user published a version after you opened this page. Nothing was published.");
                notifier.Publish(workflowId);
                return Result.Done("", published);
            }
            catch (Exception e) when (attempt < 5 && (statements.IsUniqueViolation(e) || e is DbUpdateConcurrencyException))
            {
                // Two versions were published at the same time. The second takes the next number.
            }
        }
    }

    private static Error WorkflowNotFound(string tenantKey, string workflowKey)
    {
        var message = $"there is no workflow \"{workflowKey}\" in tenant \"{tenantKey}\"";
        return Error.NotFound(message) with { Problems = [new FieldProblem("", message)] };
    }

    /// <summary>The current rubric of a workflow. Publishes a built-in one if there is none.</summary>
    public async Task<PublishedRubric> EnsureForWorkflowAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        if (await FindActiveAsync(workflowId, cancellationToken) is { } active)
            return active;
        string key;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            key = await db.Workflows.Where(w => w.Id == workflowId).Select(w => w.Key).SingleAsync(cancellationToken);
        await ImportAsync(workflowId, BuiltInRubrics.Json(BuiltInRubrics.NameFor(key)), "built-in", "", cancellationToken);
        return await FindActiveAsync(workflowId, cancellationToken)
            ?? throw new InvalidOperationException("The built-in rubric could not be published.");
    }

    public async Task<PublishedRubric?> FindActiveAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(
            db.Workflows.Where(w => w.Id == workflowId && w.ActiveRubricVersion != null).Select(w => w.ActiveRubricVersion!),
            cancellationToken
        );
    }

    public async Task<PublishedRubric?> FindVersionAsync(long versionId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db.RubricVersions.Where(v => v.Id == versionId), cancellationToken);
    }

    /// <summary>The questions that no earlier version of the rubric has.</summary>
    private static async Task<string[]> NewQuestionsAsync(
        TriageDbContext db,
        long rubricId,
        RubricVersion version,
        CancellationToken cancellationToken
    )
    {
        var earlier = await db
            .RubricVersions.AsNoTracking()
            .Where(v => v.RubricId == rubricId && v.Id != version.Id)
            .Select(v => v.Definition)
            .ToListAsync(cancellationToken);
        var known = earlier.SelectMany(d => RubricDefinition.FromStored(d).Criteria).Select(c => c.Key).ToHashSet();
        return RubricDefinition.FromStored(version.Definition).Criteria.Select(c => c.Key).Where(k => !known.Contains(k)).ToArray();
    }

    private static async Task<PublishedRubric?> ReadAsync(IQueryable<RubricVersion> versions, CancellationToken cancellationToken)
    {
        var row = await versions
            .Select(v => new
            {
                v.Id,
                v.Number,
                v.Rubric!.Name,
                v.Definition,
            })
            .SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : new PublishedRubric(row.Id, row.Number, row.Name, RubricParser.Parse(row.Definition).Definition!);
    }

    /// <summary>Null if the current version must not be replaced.</summary>
    private async Task<PublishedRubric?> PublishAsync(
        long workflowId,
        RubricDefinition definition,
        (string Actor, AuditActor Recorded, string Note) by,
        Func<long?, bool> mayReplace,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Waits for an agreement count that reads the earlier versions, so that it misses none of their labels.
        await counts.LockAsync(db, workflowId, cancellationToken);
        var workflow = await db.Workflows.SingleAsync(w => w.Id == workflowId, cancellationToken);
        if (!mayReplace(workflow.ActiveRubricVersionId))
            return null;
        var rubric =
            await db.Rubrics.SingleOrDefaultAsync(r => r.WorkflowId == workflowId && r.Key == MainKey, cancellationToken)
            ?? db.Rubrics.Add(
                new Rubric
                {
                    WorkflowId = workflowId,
                    Key = MainKey,
                    Name = definition.Title,
                }
            ).Entity;
        var json = definition.ToJson();
        var active = await db.RubricVersions.SingleOrDefaultAsync(v => v.Id == workflow.ActiveRubricVersionId, cancellationToken);
        if (active is not null && active.Definition == json)
            return new PublishedRubric(active.Id, active.Number, rubric.Name, definition);

        var last =
            rubric.Id == 0
                ? 0
                : await db.RubricVersions.Where(v => v.RubricId == rubric.Id).MaxAsync(v => (int?)v.Number, cancellationToken) ?? 0;
        rubric.Name = definition.Title;
        var version = new RubricVersion
        {
            Rubric = rubric,
            Number = last + 1,
            Definition = json,
            PublishedAt = time.GetUtcNow(),
            PublishedBy = by.Actor,
            Note = by.Note[..Math.Min(by.Note.Length, 1000)],
        };
        db.RubricVersions.Add(version);
        AuditTrail.Add(
            db,
            version.PublishedAt,
            by.Recorded,
            workflow.TenantId,
            AuditActions.RubricPublished,
            $"{workflow.Key} version {version.Number}",
            new { version.Note }
        );
        await db.SaveChangesAsync(cancellationToken);
        workflow.ActiveRubricVersionId = version.Id;
        await db.SaveChangesAsync(cancellationToken);
        var questions = await NewQuestionsAsync(db, rubric.Id, version, cancellationToken);
        if (questions.Length > 0)
            await counts.CountImportedAgainAsync(db, workflowId, questions, cancellationToken);
        if (
            active is not null
            && RubricDifference.Between(RubricDefinition.FromStored(active.Definition), definition).Any(c => c.ChangesMeaning)
        )
            await counts.CountDisputesAgainAsync(db, workflowId, cancellationToken);
        if (active is not null)
            await RubricBridges.OpenAsync(
                db,
                statements,
                version,
                active,
                (workflow.TenantId, workflowId),
                version.PublishedAt,
                cancellationToken
            );
        await transaction.CommitAsync(cancellationToken);
        return new PublishedRubric(version.Id, version.Number, rubric.Name, definition);
    }
}
