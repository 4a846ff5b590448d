using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Promotion;

namespace TriageConsole.Features.Demo;

/// <summary>
/// The releases that the demo's traffic names, as they would have come about: one superseded, one live, and a candidate in each workflow whose
/// share is what the traffic says. Their gates are looked at like any others.
/// </summary>
internal sealed class DemoReleases(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    private const string Author = "Mira Lead";
    private const string Approver = "Arno Approver";

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
            var story = new Story(db, workflow, people, midnight, cancellationToken);
            await (
                workflow.Key switch
                {
                    DemoTraffic.Support => SupportAsync(story),
                    DemoTraffic.Rag => RagAsync(story),
                    DemoTraffic.Code => CodeAsync(story),
                    _ => Task.CompletedTask,
                }
            );
            await db.MarkRoutingChangedAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>The new prompt gets most of the traffic; whether it is better is not clear yet. Its text shows what is wrong with it.</summary>
    private static async Task SupportAsync(Story story)
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
        story.Policy(safety: null, cost: null, byItself: true);
        await story.SaveAsync();
    }

    /// <summary>Snapshot 42 brought superseded documents back; 43 without them stands beside it and does better: it can be promoted.</summary>
    private static async Task RagAsync(Story story)
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

    /// <summary>The new model gets most of the traffic and looks worse; here approvers are asked before anything is taken back.</summary>
    private static async Task CodeAsync(Story story)
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
        story.Policy(safety: null, cost: null, escalation: null, byItself: false);
        await story.SaveAsync();
    }

    /// <summary>What happened in one workflow, days counted from this midnight.</summary>
    private sealed class Story(
        TriageDbContext db,
        Workflow workflow,
        Dictionary<string, long> people,
        DateTimeOffset midnight,
        CancellationToken cancellationToken
    )
    {
        public async Task<ComponentVersion> ComponentAsync(
            ComponentKind kind,
            string name,
            string version,
            string? content = null,
            string? reference = null,
            ComponentVersion? parent = null,
            string message = ""
        )
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content ?? reference ?? "")));
            var component = new ComponentVersion
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Kind = kind,
                Name = name,
                Version = version,
                Content = content,
                Reference = reference,
                ContentHash = hash,
                Message = message,
                Author = Author,
                AuthorId = people[Author],
                ParentId = parent?.Id,
                CreatedAt = midnight.AddDays(-14),
            };
            db.ComponentVersions.Add(component);
            await SaveAsync();
            return component;
        }

        public async Task<Release> ReleaseAsync(string name, string notes, int day, params ComponentVersion[] parts)
        {
            var release = new Release
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Name = name,
                Notes = notes,
                Author = Author,
                AuthorId = people[Author],
                CreatedAt = midnight.AddDays(day),
            };
            db.Releases.Add(release);
            await SaveAsync();
            db.ReleaseComponents.AddRange(
                parts.Select(p => new ReleaseComponent
                {
                    ReleaseId = release.Id,
                    WorkflowId = workflow.Id,
                    Kind = p.Kind,
                    Name = p.Name,
                    ComponentVersionId = p.Id,
                })
            );
            await SaveAsync();
            return release;
        }

        public async Task GoLiveAsync(Release release, Release? before, int day)
        {
            var at = midnight.AddDays(day);
            if (before is not null)
                await MoveAsync(before, ReleaseState.Superseded, TransitionCause.Replaced, $"{release.Name} went live.", at, release.Id);
            (release.LiveSince, release.PreviousLiveId) = (at, before?.Id);
            await MoveAsync(
                release,
                ReleaseState.Live,
                TransitionCause.Asked,
                before is null ? "Adopted from traffic, which it serves already." : "Promoted before there were gates.",
                at,
                before?.Id
            );
        }

        public async Task SplitAsync(Release candidate, Release live, double share, int day)
        {
            var at = midnight.AddDays(day);
            var experiment = new Experiment
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Kind = ExperimentKind.Split,
                IsRunning = true,
                StartedAt = at,
                StartedBy = Approver,
            };
            experiment.Arms.Add(
                new ExperimentArm
                {
                    WorkflowId = workflow.Id,
                    ReleaseId = live.Id,
                    IsControl = true,
                    Share = 1 - share,
                }
            );
            experiment.Arms.Add(
                new ExperimentArm
                {
                    WorkflowId = workflow.Id,
                    ReleaseId = candidate.Id,
                    Share = share,
                }
            );
            db.Experiments.Add(experiment);
            await SaveAsync();
            var reason = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{100 * share:0} % of the units get the candidate."
            );
            await MoveAsync(candidate, ReleaseState.Evaluating, TransitionCause.Asked, reason, at, null);
            await MoveAsync(candidate, ReleaseState.Canary, TransitionCause.Asked, reason, at, null);
        }

        public void Policy(double? safety, double? cost, bool byItself, double? escalation = 0.1, double? latency = 0.25) =>
            db.ReleasePolicies.Add(
                new ReleasePolicy
                {
                    WorkflowId = workflow.Id,
                    TenantId = workflow.TenantId,
                    NeedsEvaluation = false,
                    SafetyMargin = safety,
                    CostMargin = cost,
                    EscalationMargin = escalation,
                    LatencyMargin = latency,
                    ErrorMargin = 0.1,
                    RollsBackByItself = byItself,
                    RowVersion = 1,
                }
            );

        public Task<int> SaveAsync() => db.SaveChangesAsync(cancellationToken);

        private Task MoveAsync(Release release, ReleaseState to, TransitionCause cause, string reason, DateTimeOffset at, long? other) =>
            ReleaseMoves.MoveAsync(
                db,
                release,
                to,
                new Move(cause, new Actor(people[Approver], Approver), reason, OtherReleaseId: other),
                at,
                cancellationToken
            );
    }
}
