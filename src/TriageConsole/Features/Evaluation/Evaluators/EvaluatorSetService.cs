using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Common;
using TriageConsole.Core.Evaluation;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>Reads the evaluator set of a workflow and saves new versions.</summary>
public sealed class EvaluatorSetService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    RubricService rubrics,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<EvaluationOptions> options
)
{
    /// <summary>Null if the workflow has no set.</summary>
    public async Task<CurrentSet?> CurrentAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var set = await db
            .EvaluatorSets.AsNoTracking()
            .Where(s => s.WorkflowId == workflowId)
            .OrderByDescending(s => s.Number)
            .FirstOrDefaultAsync(cancellationToken);
        return set is null
            ? null
            : new CurrentSet(
                set.Id,
                set.Number,
                set.Definition,
                EvaluatorSetDefinition.FromStored(set.Definition),
                set.Author,
                set.CreatedAt
            );
    }

    /// <summary>The names that a set can use: endpoints of the tenant, commands of the server, criteria of the rubric.</summary>
    public async Task<(IReadOnlyList<string> Endpoints, IReadOnlyList<string> Commands, RubricDefinition Rubric)> NamesAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var endpoints = await db
            .ModelEndpoints.Where(e => e.TenantId == workflow.TenantId && e.RemovedAt == null)
            .OrderBy(e => e.Name)
            .Select(e => e.Name)
            .ToListAsync(cancellationToken);
        return (
            endpoints,
            [.. options.Value.Commands.Keys.Order(StringComparer.Ordinal)],
            (await rubrics.EnsureForWorkflowAsync(workflow.Id, cancellationToken)).Definition
        );
    }

    /// <summary>Checks the form of a set and that the names it uses exist.</summary>
    /// <exception cref="AccessDeniedException">The person is not a lead of the workflow.</exception>
    public async Task<EvaluatorParse> CheckAsync(
        PersonAccess access,
        WorkflowRef workflow,
        string json,
        CancellationToken cancellationToken = default
    )
    {
        var (endpoints, commands, rubric) = await NamesAsync(access, workflow, cancellationToken);
        var parsed = EvaluatorParser.Parse(json);
        if (parsed.Definition is not { } set)
            return parsed;
        var problems = new List<FieldProblem>();
        foreach (var (e, at) in set.Evaluators.Select((e, i) => (e, $"evaluators[{i}]")))
        {
            if (e.Kind.Family == EvaluatorFamily.Command && !commands.Contains(e.Text("command")))
                problems.Add(
                    new FieldProblem(
                        $"{at}.command",
                        commands.Count == 0
                            ? "the configuration of the server has no commands"
                            : $"is not one of the server's commands: {string.Join(", ", commands)}"
                    )
                );
            if (e.Kind.Family != EvaluatorFamily.Judge)
                continue;
            if (!endpoints.Contains(e.Text("endpoint")))
                problems.Add(
                    new FieldProblem(
                        $"{at}.endpoint",
                        endpoints.Count == 0
                            ? "there is no endpoint; an admin must add one"
                            : $"is not one of the endpoints: {string.Join(", ", endpoints)}"
                    )
                );
            if (e.Texts("criteria").FirstOrDefault(k => rubric.Find(k) is null) is { } unknown)
                problems.Add(new FieldProblem($"{at}.criteria", $"the rubric has no criterion {unknown}"));
            else if (JudgeProtocol.Asked(rubric, [.. e.Texts("criteria")]) is var asked && asked.Criteria.Count == 0)
                problems.Add(new FieldProblem($"{at}.criteria", "none of these criteria can be answered in text"));
            else if (e.Text("pass") != "expected" && !JudgeProtocol.MarksFailures(asked))
                problems.Add(new FieldProblem($"{at}.pass", "no answer of these criteria marks a failure, so it decides nothing"));
        }

        return problems.Count == 0 ? parsed : new EvaluatorParse(null, problems);
    }

    /// <summary>Saves a set as the next version. An unchanged set creates no version.</summary>
    /// <param name="access">The person.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="basedOn">The version that the page showed; 0: there was none. Another current version is a conflict.</param>
    /// <param name="json">The set.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="AccessDeniedException">The person is not a lead of the workflow.</exception>
    public async Task<Result> SaveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        int basedOn,
        string json,
        CancellationToken cancellationToken = default
    )
    {
        var parsed = await CheckAsync(access, workflow, json, cancellationToken);
        if (parsed.Definition is not { } set)
            return Error.Invalid("Not saved. Correct the errors.", parsed.Problems);
        var current = await CurrentAsync(workflow.Id, cancellationToken);
        if ((current?.Number ?? 0) != basedOn)
            return Error.Conflict("Another user saved a version at the same time. Load it and make your change again.");
        var normal = set.ToJson();
        if (current?.Json == normal)
            return Result.Done("No change: this is the current version.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.EvaluatorSets.Add(
            new EvaluatorSet
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Number = basedOn + 1,
                Definition = normal,
                AuthorId = access.UserId,
                Author = access.DisplayName,
                CreatedAt = time.GetUtcNow(),
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return Error.Conflict("Another user saved a version at the same time. Load it and make your change again.");
        }

        notifier.Publish(workflow.Id);
        return Result.Done($"Version {basedOn + 1} is now current. Running evaluations keep their version.");
    }

    private static void DemandLead(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can change its evaluators.");
    }
}
