using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Triage;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Rubrics;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Comments;

/// <summary>An interaction that can be commented on, and what a labeler did with it.</summary>
internal static class CommentSubjects
{
    public static async Task<(Workflow Workflow, long Interaction)> SeedAsync(TestApp app)
    {
        await app.EnsureTenantAsync("other");
        var workflow = await app.AddWorkflowAsync("acme", "support.chat");
        await app.Get<Features.Ingest.IngestService>()
            .AcceptAsync(
                new Features.Ingest.IngestSource(workflow.TenantId, "acme"),
                new MemoryStream(
                    """
                    {"trace_id":"t/0","task_type":"support.chat","task_id":"k","model_version":"v1","input":"a","output":"b"}
                    """u8.ToArray()
                )
            );
        await using var db = app.Database.CreateContext();
        return (workflow, await db.Interactions.Select(i => i.Id).SingleAsync());
    }

    /// <summary>The person had the interaction to label.</summary>
    public static async Task<long> LeaseAsync(TestApp app, Workflow workflow, long interaction, long userId)
    {
        await using var db = app.Database.CreateContext();
        var labeler = new Labeler
        {
            TenantId = workflow.TenantId,
            Key = "ann",
            Name = "Ann",
            UserId = userId,
        };
        var item = new QueueItem
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            InteractionId = interaction,
            Source = QueueSource.Disagreement,
            Reason = "test",
            Slots = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Labelers.Add(labeler);
        db.QueueItems.Add(item);
        await db.SaveChangesAsync();
        db.Assignments.Add(
            new Assignment
            {
                QueueItemId = item.Id,
                LabelerId = labeler.Id,
                State = AssignmentState.Skipped,
                LeasedAt = item.CreatedAt,
                LeaseUntil = item.CreatedAt,
                FinishedAt = item.CreatedAt,
            }
        );
        await db.SaveChangesAsync();
        return labeler.Id;
    }

    public static async Task LabelAsync(TestApp app, Workflow workflow, long interaction, long labelerId)
    {
        const string Rubric = """{"title":"R","criteria":[{"key":"ok","kind":"yes_no","label":"Good?"}]}""";
        Assert.True((await app.Get<RubricService>().ImportAsync(workflow.Id, Rubric, "test", "")).Ok);
        await using var db = app.Database.CreateContext();
        var version = await db.RubricVersions.OrderByDescending(v => v.Id).FirstAsync();
        db.Labels.Add(
            new Label
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                InteractionId = interaction,
                LabelerId = labelerId,
                RubricVersionId = version.Id,
                RubricId = version.RubricId,
                IdempotencyKey = Guid.NewGuid(),
                CreatedAt = DateTimeOffset.UnixEpoch,
                Answers = [new LabelAnswer { Criterion = "ok", Value = "yes" }],
            }
        );
        await db.SaveChangesAsync();
    }
}
