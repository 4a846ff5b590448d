using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Starts and cancels evaluation runs. A background job works on them.</summary>
public sealed class EvaluationService(
    IDbContextFactory<TriageDbContext> contexts,
    EvaluatorSetService sets,
    RubricService rubrics,
    EvalJudges judges,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<EvaluationOptions> options
)
{
    /// <summary>The maximum number of queued and running runs of a workflow.</summary>
    private const int MaxOpenRuns = 10;

    /// <summary>For leads and approvers of the workflow.</summary>
    /// <exception cref="AccessDeniedException">The person is neither lead nor approver.</exception>
    public Task<Result<EvalStart>> StartAsync(
        PersonAccess access,
        WorkflowRef workflow,
        EvalRequest request,
        CancellationToken cancellationToken = default
    )
    {
        DemandDecider(access, workflow.TenantId, workflow.Id);
        return StartAsync(workflow.TenantId, workflow.Id, request, (access.UserId, access.DisplayName), cancellationToken);
    }

    /// <summary>For API callers. The endpoint checks the scope release.</summary>
    /// <exception cref="AccessDeniedException">The workflow belongs to another tenant.</exception>
    public async Task<Result<EvalStart>> StartAsync(
        ApiCaller caller,
        long workflowId,
        EvalRequest request,
        CancellationToken cancellationToken = default
    )
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            if (!await db.Workflows.AnyAsync(w => w.Id == workflowId && w.TenantId == caller.TenantId, cancellationToken))
                throw new AccessDeniedException("There is no such workflow in this tenant.");
        return await StartAsync(
            caller.TenantId,
            workflowId,
            request,
            (caller.Person?.Id, caller.Person is null ? $"key {caller.KeyId}" : caller.Name),
            cancellationToken
        );
    }

    /// <summary>
    /// Scores the same stored items and outputs with the same versions again, to check that the evaluators repeat their results.
    /// </summary>
    /// <exception cref="AccessDeniedException">The person is neither lead nor approver of the workflow.</exception>
    public async Task<Result<EvalStart>> RescoreAsync(PersonAccess access, long runId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var of = await db.EvalRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, cancellationToken);
        if (of is null || !MayDecide(access, of.TenantId, of.WorkflowId))
            throw new AccessDeniedException("The run does not exist, or you have no right to score it again.");
        if (of.State is not EvalState.Finished)
            return Error.Conflict("Only a finished run can be scored again.");
        var items = await db
            .EvalItems.AsNoTracking()
            .Include(i => i.Results.Where(r => r.Evaluator == EvalNotes.Key))
            .Where(i => i.RunId == runId)
            .OrderBy(i => i.Ordinal)
            .ToListAsync(cancellationToken);
        foreach (var item in items)
        {
            (item.Id, item.RunId) = (0, 0);
            item.Results = item.Results.ConvertAll(r => EvalNotes.Of(0, r.Evidence));
            var answered = item.State != EvalItemState.Failed;
            (item.State, item.LivePass, item.CandidatePass, item.ScoreChange) = (
                answered ? EvalItemState.Answered : EvalItemState.Failed,
                null,
                null,
                0
            );
            if (answered)
                item.Error = null;
        }

        var run = new EvalRun
        {
            TenantId = of.TenantId,
            WorkflowId = of.WorkflowId,
            ReleaseId = of.ReleaseId,
            BaselineId = of.BaselineId,
            Source = of.Source,
            EndpointId = of.EndpointId,
            Settings = of.Settings,
            RubricVersionId = of.RubricVersionId,
            EvaluatorSetId = of.EvaluatorSetId,
            RescoreOfId = of.Id,
            StartedById = access.UserId,
            StartedBy = access.DisplayName,
            CreatedAt = time.GetUtcNow(),
            Total = items.Count,
            Message = of.Source == EvalSource.Endpoint ? "" : of.Message,
            Items = items,
            InputHash = "",
        };
        run.InputHash = EvalInputHash.Of(
            run,
            await db.EvaluatorSets.Where(s => s.Id == run.EvaluatorSetId).Select(s => s.Definition).SingleAsync(cancellationToken),
            items
        );
        db.EvalRuns.Add(run);
        await db.SaveChangesAsync(cancellationToken);
        notifier.Publish(run.WorkflowId);
        return Result.Done("Scoring the run again.", new EvalStart(run.Id, []));
    }

    /// <summary>Cancels a run within seconds. Scored items stay. False: it has already ended.</summary>
    /// <exception cref="AccessDeniedException">The person is neither lead nor approver of the workflow.</exception>
    public async Task<bool> CancelAsync(PersonAccess access, long runId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var place = await db
            .EvalRuns.Where(r => r.Id == runId)
            .Select(r => new { r.TenantId, r.WorkflowId })
            .SingleOrDefaultAsync(cancellationToken);
        if (place is null || !MayDecide(access, place.TenantId, place.WorkflowId))
            throw new AccessDeniedException("The run does not exist, or you have no right to cancel it.");
        return await CancelAsync(db, runId, place.WorkflowId, cancellationToken);
    }

    /// <summary>The same for API callers; null if the tenant has no such run.</summary>
    public async Task<bool?> CancelAsync(ApiCaller caller, long runId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await db
            .EvalRuns.Where(r => r.Id == runId && r.TenantId == caller.TenantId)
            .Select(r => (long?)r.WorkflowId)
            .SingleOrDefaultAsync(cancellationToken);
        return workflow is { } id ? await CancelAsync(db, runId, id, cancellationToken) : null;
    }

    internal static bool MayDecide(PersonAccess access, long tenantId, long workflowId) =>
        access.Has(Role.Lead, tenantId, workflowId) || access.Has(Role.Approver, tenantId, workflowId);

    internal static void DemandDecider(PersonAccess access, long tenantId, long workflowId)
    {
        if (!MayDecide(access, tenantId, workflowId))
            throw new AccessDeniedException("Only leads and approvers of the workflow can start evaluations.");
    }

    /// <summary>For the console itself, and for callers whose rights are checked.</summary>
    internal async Task<Result<EvalStart>> StartAsync(
        long tenantId,
        long workflowId,
        EvalRequest request,
        (long? Id, string Name) by,
        CancellationToken cancellationToken
    )
    {
        if (EvalRequestCheck.Problem(request, options.Value) is { } wrong)
            return Error.Invalid(wrong);
        var rubric = await rubrics.EnsureForWorkflowAsync(workflowId, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await EvalPlace.FindAsync(db, tenantId, workflowId, request.ReleaseId, cancellationToken) is not { } place)
            return Error.Invalid("The workflow has no such release.");
        if (await sets.CurrentAsync(workflowId, cancellationToken) is not { } set || set.Definition.Evaluators.Count == 0)
            return Error.Invalid("The workflow has no evaluators. A lead must add some first.");
        if (
            await db.EvalRuns.CountAsync(
                r => r.WorkflowId == workflowId && (r.State == EvalState.Queued || r.State == EvalState.Running),
                cancellationToken
            ) >= MaxOpenRuns
        )
            return Error.Invalid($"{MaxOpenRuns} runs of this workflow are already queued or running. Wait for one to end.");
        var endpoint = request.EndpointId is { } id
            ? await db
                .ModelEndpoints.AsNoTracking()
                .SingleOrDefaultAsync(e => e.Id == id && e.TenantId == tenantId && e.RemovedAt == null, cancellationToken)
            : null;
        if (request.Source == EvalSource.Endpoint && endpoint is null)
            return Error.Invalid("The endpoint does not exist. An admin can add endpoints.");
        var now = time.GetUtcNow();
        var seed = request.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        var freezer = new EvalFreezer(db, place, request, seed, options.Value, now);
        var items = await freezer.FreezeAsync(cancellationToken);
        if (items.Count == 0)
            return Error.Invalid("There is nothing to score: no golden items and no recent traffic of the live release.", Unused(freezer));
        if (request.Source != EvalSource.Endpoint && items.TrueForAll(i => i.State == EvalItemState.Failed))
            return Error.Invalid(
                request.Source == EvalSource.File ? "The file has no output for any item." : "Shadow traffic has no output for any item.",
                Unused(freezer)
            );
        var run = new EvalRun
        {
            TenantId = tenantId,
            WorkflowId = workflowId,
            ReleaseId = place.Candidate.Id,
            BaselineId = place.Live?.Id == place.Candidate.Id ? null : place.Live?.Id,
            Source = request.Source,
            EndpointId = request.Source == EvalSource.Endpoint ? endpoint!.Id : null,
            Settings = await SettingsAsync(place, request, seed, endpoint, set, rubric, cancellationToken),
            RubricVersionId = rubric.VersionId,
            EvaluatorSetId = set.Id,
            StartedById = by.Id,
            StartedBy = by.Name,
            CreatedAt = now,
            Total = items.Count,
            Message = Core.Texts.Cut(Core.Texts.Storable(string.Join("\n", freezer.Problems)), 4000),
            Items = items,
            InputHash = "",
        };
        run.InputHash = EvalInputHash.Of(run, set.Json, items);
        db.EvalRuns.Add(run);
        await db.SaveChangesAsync(cancellationToken);
        notifier.Publish(workflowId);
        return Result.Done(
            freezer.Problems.Count == 0
                ? $"{Figures.Plural(items.Count, "item", "items")} will be scored."
                : $"{Figures.Plural(items.Count, "item", "items")} will be scored. Some lines of the file could not be used.",
            new EvalStart(run.Id, freezer.Problems)
        );
    }

    private async Task<string> SettingsAsync(
        EvalPlace place,
        EvalRequest request,
        int seed,
        ModelEndpoint? endpoint,
        CurrentSet set,
        PublishedRubric rubric,
        CancellationToken cancellationToken
    )
    {
        var asks = request.Source == EvalSource.Endpoint;
        var prompts = place
            .Candidate.Components.Where(c => c.Kind == ComponentKind.Prompt && !string.IsNullOrWhiteSpace(c.ComponentVersion?.Content))
            .OrderBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.ComponentVersion!.Content!)
            .ToList();
        return new EvalSettings
        {
            SampleSize = request.SampleSize,
            SampleDays = request.SampleDays,
            Seed = seed,
            Generation = request.Generation,
            Model = asks ? endpoint!.Model : null,
            BaseUrl = asks ? endpoint!.BaseUrl : null,
            SystemPrompt = asks && prompts.Count > 0 ? string.Join("\n\n", prompts) : null,
            Judges = await judges.StandingsAsync(place.WorkflowId, set.Definition, rubric.Definition, cancellationToken),
        }.ToJson();
    }

    /// <summary>Lines of the file that were left out.</summary>
    private static IReadOnlyList<FieldProblem> Unused(EvalFreezer freezer) => [.. freezer.Problems.Select(p => new FieldProblem("", p))];

    private async Task<bool> CancelAsync(TriageDbContext db, long runId, long workflowId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var queued = await db
            .EvalRuns.Where(r => r.Id == runId && r.State == EvalState.Queued && r.ClaimedBy == null)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(r => r.State, EvalState.Cancelled)
                        .SetProperty(r => r.FinishedAt, now)
                        .SetProperty(r => r.CancelRequestedAt, now)
                        .SetProperty(r => r.Message, "Cancelled before it started."),
                cancellationToken
            );
        var asked =
            queued == 1
            || await db
                .EvalRuns.Where(r => r.Id == runId && (r.State == EvalState.Queued || r.State == EvalState.Running))
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.CancelRequestedAt, r => r.CancelRequestedAt ?? now), cancellationToken) == 1;
        if (asked)
            notifier.Publish(workflowId);
        return asked;
    }
}
