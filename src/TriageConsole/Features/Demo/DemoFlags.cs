using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Demo;

/// <summary>Flags and skips of the simulated labelers, so that the inbox of the leads is not empty.</summary>
internal sealed class DemoFlags(IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, TimeProvider time)
{
    private static readonly string[] Skips =
    [
        "Cannot tell from what is shown",
        "Outside my expertise",
        "Cannot tell from what is shown",
        "Unfamiliar language",
        "Cannot tell from what is shown",
    ];

    /// <summary>Flags on labeled items. Text: a part of the output that the note is about.</summary>
    private static readonly (FlagKind Kind, string Text, string Note)[] Given =
    [
        (FlagKind.PersonalData, "order ", "The order number identifies the customer."),
        (FlagKind.RubricUnclear, "card", "The refund is promised but not made yet. Is the need met?"),
        (FlagKind.GoodExample, "order ", "Short, correct and polite."),
    ];

    /// <summary>Does nothing if the workflow has flags.</summary>
    public async Task SeedAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Flags.AnyAsync(f => f.WorkflowId == workflow.Id, cancellationToken))
            return;
        var flagged = new List<long>();
        for (var n = 0; n < Given.Length; n++)
        {
            var (kind, text, note) = Given[n];
            var item = await (
                from a in db.Assignments
                join q in db.QueueItems on a.QueueItemId equals q.Id
                join p in db.InteractionPayloads on q.InteractionId equals p.InteractionId
                where q.WorkflowId == workflow.Id && a.State == AssignmentState.Submitted && p.Output!.Contains(text)
                where !flagged.Contains(a.Id)
                orderby a.Id
                select new
                {
                    a.Id,
                    a.LabelerId,
                    q.InteractionId,
                }
            )
                // Items of more than one labeler: they alternate.
                .Skip(3 * n)
                .FirstOrDefaultAsync(cancellationToken);
            if (item is null)
                continue;
            flagged.Add(item.Id);
            db.Flags.Add(
                new Flag
                {
                    TenantId = workflow.TenantId,
                    WorkflowId = workflow.Id,
                    InteractionId = item.InteractionId,
                    AssignmentId = item.Id,
                    LabelerId = item.LabelerId,
                    Kind = kind,
                    Note = note,
                    CreatedAt = time.GetUtcNow(),
                }
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        var labelers = await db
            .Assignments.Where(a => flagged.Contains(a.Id))
            .Select(a => a.LabelerId)
            .Distinct()
            .OrderBy(id => id)
            .ToListAsync(cancellationToken);
        for (var n = 0; n < Skips.Length && labelers.Count > 0; n++)
        {
            var (now, labeler) = (time.GetUtcNow(), labelers[n % labelers.Count]);
            if (
                await statements.ClaimAsync(workflow.Id, labeler, isAssigned: false, now, now.AddMinutes(15), cancellationToken) is
                { } lease
            )
                await statements.SkipAsync(new LeaseToken(lease.AssignmentId, lease.Fence), labeler, Skips[n], now, cancellationToken);
        }
    }
}
