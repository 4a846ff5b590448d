using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Live;

namespace TriageConsole.Features.Demo;

/// <summary>
/// Registers the releases of the demo's traffic: in each workflow one superseded, one live, and a candidate with its share of the traffic.
/// Their gates are evaluated like all others.
/// </summary>
internal sealed class DemoReleases(IDbContextFactory<TriageDbContext> contexts, RoutingChange routing, TimeProvider time)
{
    internal const string Author = "Mira Lead";
    internal const string Approver = "Arno Approver";

    private const string SupportPrompt = """
        You are the support assistant of an online shop. Look up the order before you answer.
        Be brief and friendly. Say what happens next, and when.
        {returns}
        Hand over to a person when the customer asks for one, or is upset.
        """;

    public async Task SeedAsync(long tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var people = await db
            .Users.Where(u => u.DisplayName == Author || u.DisplayName == Approver)
            .ToDictionaryAsync(u => u.DisplayName, u => u.Id, cancellationToken);
        var midnight = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        foreach (
            var workflow in await db
                .Workflows.Where(w => w.TenantId == tenantId && !db.Releases.Any(r => r.WorkflowId == w.Id))
                .ToListAsync(cancellationToken)
        )
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var story = new ReleaseStory(db, workflow, people, midnight, cancellationToken);
            await (
                workflow.Key switch
                {
                    DemoTraffic.Support => SupportAsync(story),
                    DemoTraffic.Rag => RagAsync(story),
                    DemoTraffic.Code => CodeAsync(story),
                    _ => Task.CompletedTask,
                }
            );
            await routing.CommitAsync(db, transaction, workflow.Id, cancellationToken);
        }
    }

    /// <summary>The new prompt gets most of the traffic, and the comparison is not decisive yet. Its text shows the error.</summary>
    private static async Task SupportAsync(ReleaseStory story)
    {
        var model = await story.ComponentAsync(ComponentKind.Model, "gpt-4.1-mini", "2026-05-02", reference: "openai/gpt-4.1-mini");
        var policies = await story.ComponentAsync(
            ComponentKind.IndexSnapshot,
            "policies",
            "policies-2026-05",
            reference: "s3://handbooks/policies-2026-05"
        );
        var v2 = await story.ComponentAsync(
            ComponentKind.Prompt,
            "support",
            "support-v2",
            SupportPrompt.Replace(
                "{returns}",
                "Returns: refer to the policies that were retrieved, and quote the number of days they state.",
                StringComparison.Ordinal
            )
        );
        var live = await story.ReleaseAsync("support-2026.05", "First release under review.", -14, v2, model, policies);
        await story.GoLiveAsync(live, null, -14);
        var v3 = await story.ComponentAsync(
            ComponentKind.Prompt,
            "support",
            "support-v3",
            SupportPrompt.Replace("{returns}", "Returns: goods can be returned within 14 days of delivery.", StringComparison.Ordinal),
            parent: v2,
            message: "Shorter: the return rule stands in the prompt."
        );
        var next = await story.ReleaseAsync(
            "support-2026.06",
            "Fewer tokens: the return rule is part of the prompt now.",
            -13,
            v3,
            model,
            policies
        );
        await story.SplitAsync(next, live, 0.85, -6);
        story.Policy(safety: null, cost: 0.2, byItself: true);
        await story.SaveAsync();
    }

    /// <summary>
    /// Snapshot 42 contains superseded documents again. Snapshot 43 without them is the candidate, is better and can be promoted.
    /// </summary>
    private static async Task RagAsync(ReleaseStory story)
    {
        var model = await story.ComponentAsync(ComponentKind.Model, "claude-sonnet", "4.5", reference: "anthropic/claude-sonnet-4-5");
        var prompt = await story.ComponentAsync(
            ComponentKind.Prompt,
            "answers",
            "answers-v8",
            "Answer from the documents only. Cite each by its id. Say so where they do not answer the question."
        );
        var s41 = await story.ComponentAsync(ComponentKind.IndexSnapshot, "handbook", "kb-snapshot-41", reference: "s3://handbook/41");
        var s42 = await story.ComponentAsync(
            ComponentKind.IndexSnapshot,
            "handbook",
            "kb-snapshot-42",
            reference: "s3://handbook/42",
            parent: s41
        );
        var s43 = await story.ComponentAsync(
            ComponentKind.IndexSnapshot,
            "handbook",
            "kb-snapshot-43",
            reference: "s3://handbook/43",
            parent: s42,
            message: "Without the folders of superseded documents."
        );
        var first = await story.ReleaseAsync("answers-41", "", -14, s41, prompt, model);
        await story.GoLiveAsync(first, null, -14);
        var second = await story.ReleaseAsync("answers-42", "New export of the handbook.", -8, s42, prompt, model);
        await story.GoLiveAsync(second, first, -7);
        var third = await story.ReleaseAsync("answers-43", "The export leaves superseded documents out.", -5, s43, prompt, model);
        await story.SplitAsync(third, second, 0.5, -4);
        story.Policy(safety: null, cost: null, escalation: null, latency: null, byItself: true);
        await story.SaveAsync();
    }

    /// <summary>The new model gets most of the traffic and looks worse. In this workflow approvers decide about rollbacks.</summary>
    private static async Task CodeAsync(ReleaseStory story)
    {
        var prompt = await story.ComponentAsync(
            ComponentKind.Prompt,
            "review",
            "review-v4",
            "Review the change. Comment on what would break, leak or mislead, and on nothing else. Quote the line."
        );
        var live = await story.ReleaseAsync(
            "review-2.0",
            "",
            -14,
            prompt,
            await story.ComponentAsync(ComponentKind.Model, "reviewer", "reviewer-2.0", reference: "internal/reviewer:2.0")
        );
        await story.GoLiveAsync(live, null, -14);
        var next = await story.ReleaseAsync(
            "review-2.1",
            "Distilled: a third of the price.",
            -10,
            prompt,
            await story.ComponentAsync(ComponentKind.FineTune, "reviewer", "reviewer-2.1", reference: "internal/reviewer:2.1")
        );
        await story.SplitAsync(next, live, 0.7, -9);
        story.Policy(safety: null, cost: 0.2, escalation: null, byItself: false);
        await story.SaveAsync();
    }
}
