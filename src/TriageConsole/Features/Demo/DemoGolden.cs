using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Demo;

/// <summary>
/// Golden items of each workflow, on items with several labels. The review of the second item is due. The third one has a wrong expected
/// answer, so that the labelers dispute it.
/// </summary>
internal sealed class DemoGolden(IDbContextFactory<TriageDbContext> contexts, DemoLabels labels, TimeProvider time)
{
    private const int Due = 1;
    private const int Disputed = 2;
    private const int StandardLeakBudget = 20;

    private static readonly Dictionary<string, (string Criterion, int Items, string Owner)> Plans = new()
    {
        [DemoTraffic.Support] = ("resolved", 6, DemoReleases.Author),
        [DemoTraffic.Rag] = ("helpful", 4, DemoReleases.Author),
        [DemoTraffic.Code] = ("merge", 3, DemoReleases.Approver),
    };

    public async Task SeedAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        var (criterion, count, owner) = Plans[workflow.Key];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.GoldenItems.AnyAsync(g => g.WorkflowId == workflow.Id, cancellationToken))
            return;
        var ownerId = await db.Users.Where(u => u.DisplayName == owner).Select(u => u.Id).FirstAsync(cancellationToken);
        var author = await db.Users.FirstAsync(u => u.DisplayName == DemoReleases.Author, cancellationToken);
        var items = await labels.ItemsAsync(workflow.TenantId, workflow.Key, count, cancellationToken);
        var traces = items.Select(i => i.TraceId).ToArray();
        var ids = await db
            .Interactions.Where(i => i.TenantId == workflow.TenantId && traces.Contains(i.TraceId))
            .ToDictionaryAsync(i => i.TraceId, i => i.Id, cancellationToken);
        var now = time.GetUtcNow();
        foreach (var (item, n) in items.Select((item, n) => (item, n)))
            db.GoldenItems.Add(
                new GoldenItem
                {
                    TenantId = workflow.TenantId,
                    WorkflowId = workflow.Id,
                    InteractionId = ids[item.TraceId],
                    OwnerId = ownerId,
                    Provenance = GoldenProvenance.Picked,
                    Number = 1,
                    IsLocked = true,
                    CadenceDays = workflow.GoldenCadenceDays,
                    RefreshDueAt = n == Due ? now.AddDays(-1) : now.AddDays(workflow.GoldenCadenceDays - 13 + n),
                    LeakBudget = StandardLeakBudget,
                    CreatedAt = now.AddDays(-13),
                    Versions =
                    [
                        new GoldenVersion
                        {
                            Number = 1,
                            RubricVersionId = workflow.ActiveRubricVersionId!.Value,
                            Answers = JsonSerializer.Serialize(
                                new Dictionary<string, string> { [criterion] = item.IsGood != (n == Disputed) ? "yes" : "no" }
                            ),
                            Reason = "picked",
                            MadeBy = author.DisplayName,
                            MadeById = author.Id,
                            MadeAt = now.AddDays(-13),
                        },
                    ],
                }
            );
        await db.SaveChangesAsync(cancellationToken);
    }
}
