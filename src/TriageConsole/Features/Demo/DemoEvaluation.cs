using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Demo;

/// <summary>
/// An evaluation of the candidate of the handbook assistant: what it answers to questions that the live release has answered. A background
/// job scores it.
/// </summary>
internal sealed class DemoEvaluation(
    IDbContextFactory<TriageDbContext> contexts,
    EvaluatorSetService sets,
    EvaluationService evaluations,
    AccessService access
)
{
    private const string Candidate = "answers-43";
    private const string Live = "answers-42";
    private const int Answered = 60;

    private const string Evaluators = """
        {"evaluators":[
          {"key":"cites","kind":"citation_coverage","least":0.5},
          {"key":"grounded","kind":"groundedness","least":0.5},
          {"key":"not_superseded","kind":"not_contains","texts":["hb-118","hb-204","pr-019"]},
          {"key":"personal_data","kind":"pii","counts":false}]}
        """;

    public async Task SeedAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (workflow.Key != DemoTraffic.Rag || await db.EvalRuns.AnyAsync(r => r.WorkflowId == workflow.Id, cancellationToken))
            return;
        var author = await db.Users.Where(u => u.DisplayName == DemoReleases.Author).Select(u => u.Id).FirstAsync(cancellationToken);
        var lead = await access.ForUserAsync(author, cancellationToken);
        var place = new WorkflowRef(
            workflow.Id,
            workflow.TenantId,
            DemoTraffic.Tenant,
            workflow.Key,
            workflow.Name,
            workflow.Configured,
            workflow.ActiveRubricVersionId
        );
        if (await sets.CurrentAsync(workflow.Id, cancellationToken) is null)
            await sets.SaveAsync(lead, place, 0, Evaluators, cancellationToken);
        var release = await db
            .Releases.Where(r => r.WorkflowId == workflow.Id && r.Name == Candidate)
            .Select(r => r.Id)
            .SingleAsync(cancellationToken);
        var request = new EvalRequest(release, EvalSource.File)
        {
            Outputs = await OutputsAsync(db, workflow.Id, cancellationToken),
            Seed = 43,
        };
        await evaluations.StartAsync(lead, place, request, cancellationToken);
    }

    /// <summary>The candidate reads current documents only. Golden items are answered too.</summary>
    private static async Task<string> OutputsAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var rows = await (
            from i in db.Interactions
            join p in db.InteractionPayloads on i.Id equals p.InteractionId
            where i.WorkflowId == workflowId
            let isGolden = db.GoldenItems.Any(g => g.InteractionId == i.Id)
            where isGolden || (i.Release == Live && i.TraceId.StartsWith(DemoTraffic.Prefix))
            orderby isGolden descending, i.Id descending
            select new { i.TraceId, p.Input }
        )
            .Take(Answered)
            .ToListAsync(cancellationToken);
        return string.Join(
            '\n',
            from row in rows
            let topic = RagTexts.Topics.FirstOrDefault(t => t.Questions.Contains(row.Input))
            where topic is not null
            select System.Text.Encoding.UTF8.GetString(
                DemoTraffic.Line(
                    new
                    {
                        TraceId = row.TraceId,
                        Output = topic.Answer,
                        Documents = new[] { topic.Current },
                    }
                )
            )
        );
    }
}
