using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Rubrics;

/// <summary>Edits rubrics: drafts, versions and publishing.</summary>
public sealed class RubricDraftService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    RubricService rubrics,
    WorkflowDirectory directory,
    TimeProvider time
)
{
    /// <summary>Null if the workflow does not exist or the person does not lead it.</summary>
    public async Task<RubricWork?> OpenAsync(PersonAccess access, string key, string? tenant, CancellationToken cancellationToken = default)
    {
        if (await directory.FindAsync(access, Role.Lead, key, tenant, cancellationToken) is not { } workflow)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var draft = await db.RubricDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.WorkflowId == workflow.Id, cancellationToken);
        return new RubricWork(
            workflow,
            await rubrics.FindActiveAsync(workflow.Id, cancellationToken),
            Read(draft),
            draft?.SavedBy,
            draft?.SavedAt,
            draft?.RowVersion ?? 0,
            await VersionsAsync(db, workflow.Id, cancellationToken)
        );
    }

    /// <summary>A version of the workflow's own rubric; null if there is none with that number.</summary>
    public async Task<RubricDefinition?> VersionAsync(
        PersonAccess access,
        WorkflowRef workflow,
        int number,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var json = await Own(db, workflow.Id)
            .Where(v => v.Number == number)
            .Select(v => v.Definition)
            .SingleOrDefaultAsync(cancellationToken);
        return json is null ? null : RubricDefinition.FromStored(json);
    }

    /// <summary>
    /// Saves the draft, complete or not. Returns the new version of the draft, or a conflict if another user saved after
    /// <paramref name="draftVersion"/>.
    /// </summary>
    public async Task<Result<int>> SaveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        RubricDefinition rubric,
        int draftVersion,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var draft = await db.RubricDrafts.SingleOrDefaultAsync(d => d.WorkflowId == workflow.Id, cancellationToken);
        if ((draft?.RowVersion ?? 0) != draftVersion)
            return SavedBy(draft?.SavedBy);
        if (draft is null)
        {
            draft = new RubricDraft
            {
                WorkflowId = workflow.Id,
                Definition = "",
                SavedBy = "",
                RowVersion = 1,
                BasedOnVersionId = workflow.ActiveRubricVersionId,
            };
            db.RubricDrafts.Add(draft);
        }

        (draft.Definition, draft.SavedBy, draft.SavedAt) = (rubric.ToJson(), access.DisplayName, time.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done("", draft.RowVersion);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            return SavedBy(null);
        }
    }

    /// <summary>Deletes the draft. The published version stays.</summary>
    public async Task DiscardAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.RubricDrafts.Where(d => d.WorkflowId == workflow.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Publishes the rubric as the current version and opens its bridging sample. A conflict if another user published a version or saved
    /// the draft after <paramref name="opened"/>.
    /// </summary>
    public async Task<Result<PublishedRubric>> PublishAsync(
        PersonAccess access,
        RubricWork opened,
        RubricDefinition rubric,
        string note,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, opened.Workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var drafts = db.RubricDrafts.Where(d => d.WorkflowId == opened.Workflow.Id);
        var draft = await drafts.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if ((draft?.RowVersion ?? 0) != opened.DraftVersion)
            return SavedBy(draft?.SavedBy);
        var result = await rubrics.PublishEditedAsync(
            opened.Workflow.Id,
            rubric.ToJson(),
            access,
            note,
            opened.Active?.VersionId,
            cancellationToken
        );
        // Not a draft that another user saved in the meantime.
        if (result.Ok)
            await drafts.Where(d => d.RowVersion == opened.DraftVersion).ExecuteDeleteAsync(cancellationToken);
        return result;
    }

    private static Error SavedBy(string? other) =>
        Error.Conflict(
            $"{other ?? "Another user"} saved this rubric after you opened it. Your changes are not saved until you choose a version."
        );

    private static RubricDefinition? Read(RubricDraft? draft)
    {
        try
        {
            return draft is null ? null : RubricDefinition.FromStored(draft.Definition);
        }
        catch (JsonException)
        {
            // The draft comes from a newer version of the console.
            return null;
        }
    }

    private static IQueryable<RubricVersion> Own(TriageDbContext db, long workflowId) =>
        db.RubricVersions.AsNoTracking().Where(v => v.Rubric!.WorkflowId == workflowId && v.Rubric.Key == RubricService.MainKey);

    private static async Task<IReadOnlyList<RubricVersionRow>> VersionsAsync(
        TriageDbContext db,
        long workflowId,
        CancellationToken cancellationToken
    )
    {
        var versions = await Own(db, workflowId)
            .OrderByDescending(v => v.Number)
            .Select(v => new
            {
                v.Id,
                v.Number,
                v.PublishedAt,
                v.PublishedBy,
                v.Note,
            })
            .ToListAsync(cancellationToken);
        var labels = await db
            .Labels.Where(l => l.WorkflowId == workflowId && l.IsCurrent)
            .GroupBy(l => l.RubricVersionId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var rows = new List<RubricVersionRow>();
        foreach (var v in versions)
            rows.Add(
                new RubricVersionRow(
                    v.Id,
                    v.Number,
                    v.PublishedAt,
                    v.PublishedBy,
                    v.Note,
                    labels.GetValueOrDefault(v.Id),
                    await RubricBridges.ProgressAsync(db, v.Id, cancellationToken)
                )
            );
        return rows;
    }

    private static void Demand(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can edit its rubric.");
    }
}
