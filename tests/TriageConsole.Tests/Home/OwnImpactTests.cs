using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Home.Impact;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Security;
using TriageConsole.Tests.Datasets;
using TriageConsole.Tests.Evaluation;
using TriageConsole.Tests.Releases;

namespace TriageConsole.Tests.Home;

public sealed class OwnImpactTests
{
    [Fact]
    public async Task Week_NamesWhatTheOwnLabelsChanged_AndNothingOfOthers()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two", "three"]);
        var ann = await w.HireAsync("ann", Role.Labeler);
        var ben = await w.HireAsync("ben", Role.Labeler);
        await LabelAsync(w, ann, "t0", "t1");
        await LabelAsync(w, ben, "t2");
        await w.GoldAsync("t0");
        await w.GoldAsync("t1");
        await w.GoldAsync("t2");
        // A hidden check: the item was golden before.
        await LabelAsync(w, ann, "t2");
        await w.RunAsync(w.Ask());
        var approver = await w.HireAsync("aron", Role.Approver);
        var promoted = await w
            .Fixture.Get<PromotionService>()
            .PromoteAsync(approver, w.Workflow, new PromoteRequest(w.CandidateId, await VersionAsync(w), w.LiveId, "urgent"));
        Assert.True(promoted.Ok, promoted.Message);
        var pattern = await ReleaseLabelsTests.PatternAsync(w, "country = DE", 1, "t0", "t2");
        var old = await ReleaseLabelsTests.PatternAsync(w, "country = FR", 1, "t0");
        await FixAsync(w, pattern, TimeProvider.System.GetUtcNow());
        await FixAsync(w, old, TimeProvider.System.GetUtcNow().AddDays(-8));

        var own = await w.Fixture.Get<OwnImpactReader>().ReadAsync(ann);
        Assert.Equal((3, 2), (own.Labels, own.GoldenItems));
        Assert.Equal([new OwnShare("next-2", 2)], own.Releases);
        // The label of the check is in the pattern too, and was given before it was fixed.
        Assert.Equal([new OwnShare("country = DE", 2)], own.Patterns);
        Assert.Empty(own.Datasets);

        var others = await w.Fixture.Get<OwnImpactReader>().ReadAsync(ben);
        Assert.Equal((1, 1), (others.Labels, others.GoldenItems));
        Assert.Equal([new OwnShare("next-2", 1)], others.Releases);
        // Without a role in the workflow, nothing of it is shown any more.
        Assert.True((await w.Fixture.Get<OwnImpactReader>().ReadAsync(ann with { Grants = [] })).IsEmpty);
        Assert.True((await w.Fixture.Get<OwnImpactReader>().ReadAsync(approver)).IsEmpty);
    }

    /// <summary>With questions about messages, one submit stores a label per message.</summary>
    [Fact]
    public async Task Labels_OfOneSubmit_CountOnce()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two"]);
        var ann = await w.HireAsync("ann", Role.Labeler);
        await LabelAsync(w, ann, "t0", "t1");
        var pattern = await ReleaseLabelsTests.PatternAsync(w, "country = DE", 1, "t0", "t1");
        await w.Fixture.QueryAsync(async db =>
        {
            var label = await db.Labels.Include(l => l.Answers).OrderBy(l => l.Id).FirstAsync();
            var item = new QueueItem
            {
                TenantId = label.TenantId,
                WorkflowId = label.WorkflowId,
                InteractionId = label.InteractionId,
                Reason = "test",
                Slots = 1,
                LabelsDone = 1,
                CreatedAt = label.CreatedAt,
            };
            db.QueueItems.Add(item);
            await db.SaveChangesAsync();
            var submit = new Assignment
            {
                QueueItemId = item.Id,
                LabelerId = label.LabelerId,
                State = AssignmentState.Submitted,
                LeasedAt = label.CreatedAt,
                LeaseUntil = label.CreatedAt,
                FinishedAt = label.CreatedAt,
            };
            db.Assignments.Add(submit);
            await db.SaveChangesAsync();
            label.AssignmentId = submit.Id;
            foreach (var turn in new[] { 1, 2, 3 })
                db.Labels.Add(
                    new Label
                    {
                        TenantId = label.TenantId,
                        WorkflowId = label.WorkflowId,
                        InteractionId = label.InteractionId,
                        LabelerId = label.LabelerId,
                        RubricVersionId = label.RubricVersionId,
                        RubricId = label.RubricId,
                        AssignmentId = submit.Id,
                        IdempotencyKey = Guid.NewGuid(),
                        CreatedAt = label.CreatedAt,
                        Turn = turn,
                    }
                );
            return await db.SaveChangesAsync();
        });
        await FixAsync(w, pattern, TimeProvider.System.GetUtcNow());
        var own = await w.Fixture.Get<OwnImpactReader>().ReadAsync(ann);
        Assert.Equal(2, own.Labels);
        Assert.Equal([new OwnShare("country = DE", 2)], own.Patterns);
    }

    [Fact]
    public async Task Week_NamesTheDatasetsThatWereBuiltFromOwnLabels()
    {
        await using var w = await DatasetWorld.CreateAsync(3);
        var ann = await w.World.HireAsync("ann", Role.Labeler);
        var ben = await w.World.HireAsync("ben", Role.Labeler);
        await LabelAsync(w.World, ann, w.Clock.GetUtcNow(), "d0", "d1");
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        await w.BuildAsync();
        // Given after the build, and in no version of it.
        await LabelAsync(w.World, ben, w.Clock.GetUtcNow(), "d2");

        var reader = w.World.Fixture.Get<OwnImpactReader>();
        Assert.Equal([new OwnShare("set, version 1", 2)], (await reader.ReadAsync(ann)).Datasets);
        Assert.Empty((await reader.ReadAsync(ben)).Datasets);
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        await w.BuildAsync("""{"days":30,"kind":"evaluation"}""", "checks");
        Assert.Equal(["checks, version 1", "set, version 1"], (await reader.ReadAsync(ann)).Datasets.Select(d => d.Name));
        Assert.Equal([new OwnShare("checks, version 1", 1)], (await reader.ReadAsync(ben)).Datasets);
        Assert.Empty((await reader.ReadAsync(ann with { Grants = [] })).Datasets);
        w.Clock.Advance(TimeSpan.FromDays(8));
        Assert.True((await reader.ReadAsync(ann)).IsEmpty);
    }

    private static Task<int> FixAsync(EvalWorld w, long pattern, DateTimeOffset at) =>
        w.Fixture.QueryAsync(db =>
            db.FailurePatterns.Where(p => p.Id == pattern)
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PatternState.Fixed).SetProperty(p => p.FixedAt, at))
        );

    private static Task<int> VersionAsync(EvalWorld w) =>
        w.Fixture.QueryAsync(db => db.Releases.Where(r => r.Id == w.CandidateId).Select(r => r.RowVersion).SingleAsync());

    private static Task<int> LabelAsync(EvalWorld w, PersonAccess person, params string[] traces) =>
        LabelAsync(w, person, TimeProvider.System.GetUtcNow(), traces);

    private static Task<int> LabelAsync(EvalWorld w, PersonAccess person, DateTimeOffset at, params string[] traces) =>
        w.Fixture.QueryAsync(async db =>
        {
            var key = $"user:{person.UserId}";
            var labeler = await db.Labelers.SingleOrDefaultAsync(l => l.Key == key);
            if (labeler is null)
                db.Labelers.Add(
                    labeler = new Labeler
                    {
                        TenantId = w.Workflow.TenantId,
                        Key = key,
                        Name = person.DisplayName,
                        Kind = LabelerKind.Person,
                        UserId = person.UserId,
                    }
                );
            await db.SaveChangesAsync();
            var rubric = await db.RubricVersions.OrderByDescending(v => v.Id).FirstAsync(v => v.Rubric!.WorkflowId == w.Workflow.Id);
            foreach (var interaction in await db.Interactions.Where(i => traces.Contains(i.TraceId)).Select(i => i.Id).ToListAsync())
                db.Labels.Add(
                    new Label
                    {
                        TenantId = w.Workflow.TenantId,
                        WorkflowId = w.Workflow.Id,
                        InteractionId = interaction,
                        LabelerId = labeler.Id,
                        RubricVersionId = rubric.Id,
                        RubricId = rubric.RubricId,
                        IdempotencyKey = Guid.NewGuid(),
                        CreatedAt = at,
                        Answers = [new LabelAnswer { Criterion = "quality", Value = "yes" }],
                    }
                );
            return await db.SaveChangesAsync();
        });
}
