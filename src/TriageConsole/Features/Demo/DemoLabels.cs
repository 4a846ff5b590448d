using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Labels;

namespace TriageConsole.Features.Demo;

/// <summary>
/// Simulated labels of the support workflow, by import and from the queue: two accurate labelers, one who is often wrong (Pia), and an LLM
/// judge. The same traffic always gets the same labels.
/// </summary>
internal sealed class DemoLabels(
    IDbContextFactory<TriageDbContext> contexts,
    LabelImportService labels,
    IProviderStatements statements,
    TimeProvider time
)
{
    private const int Items = 160;
    public const int Worked = 130;
    private const int Seed = 7;

    /// <summary>The labelers and their error rates.</summary>
    private static readonly (string Labeler, double Wrong)[] Labelers =
    [
        ("Iris (simulated)", 0.05),
        ("Omar (simulated)", 0.08),
        ("Pia (simulated)", 0.38),
        ("llm:demo-judge-v1", 0.18),
    ];

    public async Task SeedAsync(long tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var items = await db
            .Interactions.AsNoTracking()
            .Where(i => i.TenantId == tenantId && i.Workflow!.Key == DemoTraffic.Support && i.OutcomeValue != null)
            .OrderBy(i => i.TraceId)
            .Take(Items)
            .Select(i => new { i.TraceId, Resolved = i.OutcomeValue >= 0.5 })
            .ToListAsync(cancellationToken);
        using var lines = new MemoryStream();
        var dice = new Random(Seed);
        foreach (var item in items)
        {
            var cost = 1 + dice.Next(4);
            foreach (var (labeler, wrong) in Labelers)
            {
                var says = item.Resolved != (dice.NextDouble() < wrong);
                Write(lines, item.TraceId, labeler, "resolved", says ? "yes" : "no");
                if (!says)
                    Write(
                        lines,
                        item.TraceId,
                        labeler,
                        "severity",
                        Math.Clamp(cost + (dice.NextDouble() < wrong * 2 ? dice.Next(-1, 2) : 0), 1, 4)
                            .ToString(System.Globalization.CultureInfo.InvariantCulture)
                    );
            }
        }

        lines.Position = 0;
        await labels.ImportAsync(tenantId, lines, cancellationToken: cancellationToken);
    }

    /// <summary>Iris and Omar label items of both samples from the queue. The rest is left for people who try the demo.</summary>
    public async Task WorkQueueAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dice = new Random(Seed);
        var workers = await db
            .Labelers.Where(l => l.TenantId == workflow.TenantId && (l.Key == Labelers[0].Labeler || l.Key == Labelers[1].Labeler))
            .OrderBy(l => l.Key)
            .Select(l => l.Id)
            .ToListAsync(cancellationToken);
        var done = await db.Labels.CountAsync(
            l => l.WorkflowId == workflow.Id && l.AssignmentId != null && workers.Contains(l.LabelerId),
            cancellationToken
        );
        for (var n = done; n < Worked; n++)
        {
            var now = time.GetUtcNow();
            var labeler = workers[n % workers.Count];
            if (await statements.ClaimAsync(workflow.Id, labeler, now, now.AddMinutes(15), cancellationToken) is not { } lease)
                continue;
            var item = await db
                .Interactions.Where(i => i.Id == lease.InteractionId)
                .Select(i => new { i.OutcomeValue, i.NeedsReview })
                .SingleAsync(cancellationToken);
            var resolved =
                (item.OutcomeValue ?? (item.NeedsReview ? 0 : 1)) >= 0.5 != (dice.NextDouble() < Labelers[n % workers.Count].Wrong);
            string[] criteria = resolved ? ["resolved"] : ["resolved", "error_type"];
            string[] values = resolved ? ["yes"] : ["no", dice.Next(2) == 0 ? "misinformed" : "missing_action"];
            await statements.SubmitAsync(
                new SubmittedAnswers(
                    new LeaseToken(lease.AssignmentId, lease.Fence),
                    labeler,
                    Guid.NewGuid(),
                    workflow.ActiveRubricVersionId!.Value,
                    dice.Next(12_000, 70_000),
                    null,
                    criteria,
                    values,
                    new double?[criteria.Length],
                    now
                ),
                cancellationToken
            );
        }
    }

    private static void Write(Stream lines, string trace, string labeler, string key, string value)
    {
        lines.Write(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    trace_id = trace,
                    labeler_id = labeler,
                    rubric_key = key,
                    value,
                }
            )
        );
        lines.WriteByte((byte)'\n');
    }
}
