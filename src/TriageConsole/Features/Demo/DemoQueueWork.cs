using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Demo;

/// <summary>
/// Simulated labelers work on items of both samples from the queue. The rest is left for people who try the demo.
/// </summary>
internal sealed class DemoQueueWork(IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, TimeProvider time)
{
    private const int Seed = 7;

    /// <summary>The number of labels per workflow, and who gives them with which error rate.</summary>
    private static readonly Dictionary<string, (int Labels, (string Labeler, double Wrong)[] Workers)> Plans = new()
    {
        [DemoTraffic.Support] = (130, [(DemoLabels.Iris, 0.05), (DemoLabels.Omar, 0.08)]),
        [DemoTraffic.Rag] = (50, [(DemoLabels.Iris, 0.06), (DemoLabels.Nora, 0.1)]),
        [DemoTraffic.Code] = (40, [(DemoLabels.Nora, 0.15), (DemoLabels.Omar, 0.07)]),
    };

    /// <summary>The number of labels in all workflows.</summary>
    public static int Total => Plans.Values.Sum(p => p.Labels);

    public async Task SeedAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        var (count, plan) = Plans[workflow.Key];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dice = new Random(Seed);
        var names = plan.Select(p => p.Labeler).ToArray();
        var known = await db
            .Labelers.Where(l => l.TenantId == workflow.TenantId && names.Contains(l.Key))
            .ToDictionaryAsync(l => l.Key, l => l.Id, cancellationToken);
        var workers = names.Select(n => known[n]).ToArray();
        var done = await db.Labels.CountAsync(
            l => l.WorkflowId == workflow.Id && l.AssignmentId != null && workers.Contains(l.LabelerId),
            cancellationToken
        );
        // A workflow with a smaller queue ends earlier.
        var misses = 0;
        for (var n = done; n < count && misses < workers.Length; n++)
        {
            var now = time.GetUtcNow();
            var labeler = workers[n % workers.Length];
            if (
                await statements.ClaimAsync(workflow.Id, labeler, isAssigned: false, now, now.AddMinutes(15), cancellationToken)
                is not { } lease
            )
            {
                misses++;
                continue;
            }

            misses = 0;
            var item = await db
                .Interactions.Where(i => i.Id == lease.InteractionId)
                .Select(i => new { i.OutcomeValue, i.NeedsReview })
                .SingleAsync(cancellationToken);
            var isGood = (item.OutcomeValue ?? (item.NeedsReview ? 0 : 1)) >= 0.5 != (dice.NextDouble() < plan[n % plan.Length].Wrong);
            var answers = Answers(workflow.Key, isGood, dice);
            await statements.SubmitAsync(
                new SubmittedAnswers(
                    new LeaseToken(lease.AssignmentId, lease.Fence),
                    labeler,
                    Guid.NewGuid(),
                    workflow.ActiveRubricVersionId!.Value,
                    dice.Next(12_000, 70_000),
                    null,
                    [.. answers.Select(a => a.Criterion)],
                    [.. answers.Select(a => a.Value)],
                    new double?[answers.Length],
                    now
                ),
                cancellationToken
            );
        }
    }

    private static (string Criterion, string Value)[] Answers(string workflow, bool isGood, Random dice) =>
        (workflow, isGood) switch
        {
            (DemoTraffic.Support, true) => [("resolved", "yes")],
            (DemoTraffic.Support, false) => [("resolved", "no"), ("error_type", dice.Next(2) == 0 ? "misinformed" : "missing_action")],
            (DemoTraffic.Rag, true) => [("helpful", "yes"), ("grounded", "fully")],
            (DemoTraffic.Rag, false) =>
            [
                ("helpful", "no"),
                ("grounded", dice.Next(3) == 0 ? "partly" : "fully"),
                ("cause", dice.Next(3) == 0 ? "misread" : "retrieval_missed"),
            ],
            (_, true) => [("merge", "yes")],
            (_, false) => [("merge", "no"), ("problems", dice.Next(2) == 0 ? """["ignores_request"]""" : """["wrong_result"]""")],
        };
}
