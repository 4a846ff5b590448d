using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>Starts and lists calibrations of judges and trials of suggested prompts. A background job works on them.</summary>
public sealed class JudgeRunService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    JudgeBindings bindings,
    AgreementCounter counter,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>The maximum length of suggested instructions.</summary>
    internal const int MaxPrompt = 20_000;

    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(10);

    /// <summary>The number of latest labeled interactions that a run asks the judge about.</summary>
    private const int MaxItems = 300;

    /// <summary>The maximum number of runs in a list.</summary>
    private const int MaxRuns = 20;

    /// <summary>Starts a calibration, or with a prompt a trial of it.</summary>
    /// <exception cref="AccessDeniedException">The person is not a lead of the workflow.</exception>
    public Task<Result<long>> StartAsync(
        PersonAccess access,
        WorkflowRef workflow,
        string judge,
        string? prompt,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        return StartAsync(
            (workflow.TenantId, workflow.Id),
            judge,
            prompt,
            (access.UserId, access.DisplayName, AuditActor.Of(access)),
            cancellationToken
        );
    }

    /// <summary>The same for API callers. The endpoint checks the scope.</summary>
    public async Task<Result<long>> StartAsync(
        ApiCaller caller,
        string workflow,
        string judge,
        string? prompt,
        CancellationToken cancellationToken = default
    ) =>
        await FindAsync(caller, workflow, cancellationToken) is { } id
            ? await StartAsync(
                (caller.TenantId, id),
                judge,
                prompt,
                (caller.Person?.Id, caller.Person is null ? $"key {caller.KeyId}" : caller.Name, AuditActor.Of(caller)),
                cancellationToken
            )
            : Error.NotFound($"There is no workflow '{workflow}' in this tenant.");

    /// <summary>The latest runs of a workflow, newest first.</summary>
    /// <exception cref="AccessDeniedException">The person is not a lead of the workflow.</exception>
    public async Task<IReadOnlyList<JudgeRunRow>> ListAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = await db
            .JudgeRuns.AsNoTracking()
            .Where(r => r.WorkflowId == workflow.Id)
            .OrderByDescending(r => r.Id)
            .Take(MaxRuns)
            .ToListAsync(cancellationToken);
        return runs.ConvertAll(JudgeRunRow.Of);
    }

    /// <summary>A run for API callers; null if the tenant has no such run.</summary>
    public async Task<JudgeRunRow?> ReadAsync(ApiCaller caller, long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await db
            .JudgeRuns.AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == id && r.TenantId == caller.TenantId, cancellationToken);
        return run is null ? null : JudgeRunRow.Of(run);
    }

    /// <summary>Cancels a run. Answers that are stored stay. False: it has already ended.</summary>
    /// <exception cref="AccessDeniedException">The person is not a lead of the workflow.</exception>
    public async Task<bool> CancelAsync(PersonAccess access, WorkflowRef workflow, long id, CancellationToken cancellationToken = default)
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var ended = await db
            .JudgeRuns.Where(r =>
                r.Id == id && r.WorkflowId == workflow.Id && (r.State == EvalState.Queued || r.State == EvalState.Running)
            )
            .ExecuteUpdateAsync(
                s => s.SetProperty(r => r.State, EvalState.Cancelled).SetProperty(r => r.FinishedAt, now),
                cancellationToken
            );
        notifier.Publish(workflow.Id);
        return ended == 1;
    }

    internal static void DemandLead(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can see and calibrate its judges.");
    }

    private async Task<Result<long>> StartAsync(
        (long TenantId, long Id) workflow,
        string judge,
        string? prompt,
        (long? Id, string Name, AuditActor Audit) by,
        CancellationToken cancellationToken
    )
    {
        var parts = (await bindings.PartsAsync(workflow.Id, cancellationToken)).FirstOrDefault(p => p.Judge == judge);
        if (parts is null)
            return Error.NotFound($"No evaluator of the workflow is an LLM judge with the labeler id '{judge}'.");
        if (parts.IsShared)
            return Error.Invalid("Several evaluators use this labeler id. Give each its own.");
        if (parts.Model is null)
            return Error.Invalid("The endpoint of the judge is disabled. Choose another one in its evaluator.");
        prompt = prompt?.Trim();
        if (prompt is not null && Wrong(prompt, parts) is { } wrong)
            return wrong;
        // Labels that were just given belong to the calibration too.
        await counter.CatchUpAsync(workflow.Id, CatchUp, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await LabelerRows.EnsureJudgeAsync(db, workflow.TenantId, judge, cancellationToken) is not { } labeler)
                return Error.Invalid($"'{judge}' is the id of a labeler that is not a judge. Use an id such as llm:judge-a.");
            var version = prompt is null
                ? await EnsureVersionAsync(db, workflow, parts, labeler, cancellationToken)
                : (await bindings.CurrentAsync(workflow.Id, cancellationToken)).GetValueOrDefault(judge)?.VersionId;
            if (version is not { } versionId)
                return Error.Conflict("The judge is not calibrated in its current version. Calibrate it first.");
            var items = prompt is null
                ? await (await CalibrationItems.FindAsync(db, workflow.Id, parts.Criteria, cancellationToken))
                    .OrderByDescending(i => i)
                    .Take(MaxItems)
                    .ToListAsync(cancellationToken)
                : await HeldOutAsync(db, workflow.Id, versionId, cancellationToken);
            if (items.Count < AgreementText.EnoughItems)
                return Error.Invalid(
                    prompt is null
                        ? $"A calibration needs at least {AgreementText.EnoughItems} interactions with an expert answer to the current "
                            + $"questions; there are {items.Count}."
                        : $"A trial needs at least {AgreementText.EnoughItems} held-out interactions; the calibration has {items.Count}. "
                            + "Label interactions of more tasks and calibrate again."
                );
            var run = new JudgeRun
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                JudgeVersionId = versionId,
                Judge = judge,
                Evaluator = new EvaluatorSetDefinition([parts.Evaluator]).ToJson(),
                SuggestedPrompt = prompt,
                Total = items.Count,
                StartedById = by.Id,
                StartedBy = by.Name,
                CreatedAt = time.GetUtcNow(),
                Items = items.ConvertAll(i => new JudgeRunItem { InteractionId = i }),
            };
            db.JudgeRuns.Add(run);
            AuditTrail.Add(
                db,
                run.CreatedAt,
                by.Audit,
                workflow.TenantId,
                AuditActions.JudgeCalibrated,
                judge,
                new
                {
                    WorkflowId = workflow.Id,
                    Interactions = items.Count,
                    IsTrial = prompt is not null,
                }
            );
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            notifier.Publish(workflow.Id);
            return Result.Done(
                prompt is null
                    ? $"The judge answers {items.Count} labeled interactions."
                    : $"The judge answers {items.Count} held-out interactions with the suggested instructions.",
                run.Id
            );
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return Error.Conflict("A calibration or trial of this judge is already running.");
        }
    }

    private static Error? Wrong(string prompt, JudgeParts parts) =>
        prompt.Length == 0 ? Error.InvalidField("prompt", "Enter the suggested instructions.")
        : prompt.Length > MaxPrompt ? Error.InvalidField("prompt", $"Instructions have at most {MaxPrompt:N0} characters.")
        : Texts.Storable(prompt) != prompt ? Error.InvalidField("prompt", "The text contains a character that cannot be stored.")
        : prompt == parts.Prompt.Trim() ? Error.InvalidField("prompt", "These are the current instructions.")
        : null;

    private async Task<long> EnsureVersionAsync(
        TriageDbContext db,
        (long TenantId, long Id) workflow,
        JudgeParts parts,
        long labeler,
        CancellationToken cancellationToken
    )
    {
        var known = await db
            .JudgeVersions.Where(v =>
                v.WorkflowId == workflow.Id
                && v.LabelerId == labeler
                && v.RubricVersionId == parts.RubricVersionId
                && v.EndpointHash == parts.EndpointHash
                && v.PromptHash == parts.PromptHash
            )
            .Select(v => (long?)v.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (known is { } id)
            return id;
        var version = new JudgeVersion
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            LabelerId = labeler,
            RubricVersionId = parts.RubricVersionId,
            Model = parts.Model!,
            EndpointHash = parts.EndpointHash,
            Prompt = parts.Prompt,
            PromptHash = parts.PromptHash,
            CreatedAt = time.GetUtcNow(),
        };
        db.JudgeVersions.Add(version);
        await db.SaveChangesAsync(cancellationToken);
        return version.Id;
    }

    /// <summary>The interactions of held-out tasks that the calibrated version answered.</summary>
    private static async Task<List<long>> HeldOutAsync(
        TriageDbContext db,
        long workflowId,
        long versionId,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from l in db.Labels
            where l.WorkflowId == workflowId && l.JudgeVersionId == versionId && l.IsCurrent
            join i in db.Interactions on l.InteractionId equals i.Id
            orderby i.Id descending
            select new { i.Id, i.TaskId }
        )
            .Take(2 * MaxItems)
            .ToListAsync(cancellationToken);
        return [.. rows.Where(r => JudgePrompts.IsHeldOut(r.TaskId)).Select(r => r.Id).Distinct().Take(MaxItems)];
    }

    private async Task<long?> FindAsync(ApiCaller caller, string workflow, CancellationToken cancellationToken)
    {
        if (workflow.Contains('\0', StringComparison.Ordinal))
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }
}
