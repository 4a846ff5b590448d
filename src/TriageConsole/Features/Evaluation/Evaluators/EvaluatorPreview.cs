using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Common;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>Tests an unsaved set.</summary>
public sealed class EvaluatorPreview(
    IDbContextFactory<TriageDbContext> contexts,
    EvaluatorSetService sets,
    RubricService rubrics,
    ChatClient client,
    EndpointService endpoints,
    CommandRunner commands,
    IOptions<EvaluationOptions> options
)
{
    /// <summary>Runs the set on one golden item.</summary>
    /// <exception cref="AccessDeniedException">The person is not a lead of the workflow.</exception>
    public async Task<Result<PreviewReadings>> TryAsync(
        PersonAccess access,
        WorkflowRef workflow,
        string json,
        long goldenItemId,
        CancellationToken cancellationToken = default
    )
    {
        var parsed = await sets.CheckAsync(access, workflow, json, cancellationToken);
        if (parsed.Definition is not { } set)
            return Error.Invalid("The set has errors. Correct them and try again.", parsed.Problems);
        if (await ItemAsync(workflow, goldenItemId, cancellationToken) is not { LiveOutput: { } output } item)
            return Error.NotFound("The golden item has no recorded output.");
        var rubric = await rubrics.EnsureForWorkflowAsync(workflow.Id, cancellationToken);
        var scorer = new ItemScorer(
            set,
            new EvalSettings(),
            rubric.Definition,
            workflow.TenantId,
            client,
            endpoints,
            commands,
            options.Value.FailuresInARow
        );
        var readings = new List<(Evaluator, EvalReading)>();
        foreach (var evaluator in scorer.Evaluators)
            readings.Add(
                (evaluator.Definition, await scorer.ReadAsync(evaluator, ItemScorer.Case(item, output, item.Documents), cancellationToken))
            );
        return Result.Done("", new PreviewReadings(output, readings));
    }

    private async Task<EvalItem?> ItemAsync(WorkflowRef workflow, long goldenItemId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await (
            from g in db.GoldenItems.AsNoTracking()
            where g.Id == goldenItemId && g.WorkflowId == workflow.Id && g.TenantId == workflow.TenantId
            join v in db.GoldenVersions on new { g.Id, g.Number } equals new { Id = v.GoldenItemId, v.Number }
            join i in db.Interactions on g.InteractionId equals i.Id
            join p in db.InteractionPayloads on i.Id equals p.InteractionId
            select new
            {
                i.TraceId,
                i.TaskId,
                i.Timestamp,
                v.Answers,
                v.ExpectedOutput,
                p.Input,
                p.Output,
                p.Context,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        return row is null
            ? null
            : new EvalItem
            {
                TraceId = row.TraceId,
                TaskId = row.TaskId,
                Timestamp = row.Timestamp,
                ExpectedAnswers = row.Answers,
                ExpectedOutput = row.ExpectedOutput,
                Input = row.Input,
                LiveOutput = row.Output,
                Documents = EvalDocuments.Read(row.Context) is { Count: > 0 } documents
                    ? System.Text.Json.JsonSerializer.Serialize(documents, EvalSettings.Json)
                    : null,
            };
    }
}
