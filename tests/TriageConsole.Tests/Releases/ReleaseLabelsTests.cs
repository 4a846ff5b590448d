using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Gates;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Releases.Impact;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Triage;
using TriageConsole.Security;
using TriageConsole.Tests.Agreement;
using TriageConsole.Tests.Evaluation;

namespace TriageConsole.Tests.Releases;

/// <summary>The labels behind a release, and those that its gates wait for.</summary>
public sealed class ReleaseLabelsTests
{
    [Fact]
    public async Task Behind_CountsExpertLabelsFromBeforeTheExpectedAnswers()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two", "three"]);
        await ImportAsync(w, ("t0", "ann", "yes"), ("t1", "ann", "no"), ("t0", "ben", "yes"), ("t0", "llm:j", "yes"), ("t2", "ann", "yes"));
        await ImportAsync(w, ("t1", "ann", "yes"));
        await w.GoldAsync("t0");
        await w.GoldAsync("t1");
        // A hidden check, and a label of an interaction that is not golden.
        await ImportAsync(w, ("t0", "cleo", "no"), ("t2", "cleo", "yes"));
        await w.RunAsync(w.Ask());

        var behind = (await ReadAsync(w)).Behind!;
        Assert.Equal((2, 3), (behind.GoldenItems, behind.Labels));
        Assert.Equal([new LabelShare("ann", 2), new LabelShare("ben", 1)], behind.People);

        // Ben's label is undone: it has no later revision.
        await w.Fixture.QueryAsync(db =>
            db.Labels.Where(l => l.Labeler!.Key == "ben").ExecuteUpdateAsync(s => s.SetProperty(l => l.IsCurrent, false))
        );
        Assert.Equal([new LabelShare("ann", 2)], (await ReadAsync(w)).Behind!.People);
    }

    [Fact]
    public async Task Behind_OfALiveRelease_IsTheEvaluationFromBeforeItWentLive()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two"]);
        await ImportAsync(w, ("t0", "ann", "yes"), ("t1", "ann", "yes"));
        await w.GoldAsync("t0");
        var before = await w.RunAsync(w.Ask());
        await w.GoldAsync("t1");
        var candidate = await w.RunAsync(w.Ask());
        Assert.Equal((candidate.Run.Id, 2), ((await ReadAsync(w)).Behind!.RunId, (await ReadAsync(w)).Behind!.Labels));
        // As if it had gone live between the two.
        await w.Fixture.QueryAsync(db =>
            db.EvalRuns.Where(r => r.Id == candidate.Run.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, r => r.FinishedAt!.Value.AddHours(1)))
        );
        var approver = await w.HireAsync("aron", Role.Approver);
        var row = await RowAsync(w);
        var promoted = await w
            .Fixture.Get<PromotionService>()
            .PromoteAsync(approver, w.Workflow, new PromoteRequest(row.Id, row.RowVersion, w.LiveId, "urgent"));
        Assert.True(promoted.Ok, promoted.Message);
        Assert.Equal((before.Run.Id, 1), ((await ReadAsync(w)).Behind!.RunId, (await ReadAsync(w)).Behind!.Labels));
    }

    [Fact]
    public async Task Needed_NamesGoldenItemsAndPatterns_ThoseWithoutGoldenItemsFirst()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two", "three", "four", "five"]);
        await ImportAsync(w, ("t0", "ann", "yes"), ("t1", "ann", "no"), ("t2", "llm:j", "no"));
        await w.GoldAsync("t0");
        var covered = await PatternAsync(w, "country = DE", 50, "t0", "t4");
        var open = await PatternAsync(w, "country = FR", 10, "t1", "t2", "t3");
        await w.Fixture.QueryAsync(db =>
            db.FailurePatterns.Where(p => p.Id == covered).ExecuteUpdateAsync(s => s.SetProperty(p => p.Impact, 50))
        );
        await w.Fixture.QueryAsync(async db =>
        {
            db.QueueItems.RemoveRange(db.QueueItems);
            await db.SaveChangesAsync();
            db.QueueItems.Add(
                new QueueItem
                {
                    TenantId = w.Workflow.TenantId,
                    WorkflowId = w.Workflow.Id,
                    InteractionId = await db.Interactions.Where(i => i.TraceId == "t2").Select(i => i.Id).SingleAsync(),
                    Reason = "test",
                    Slots = 1,
                    OpenSlots = 1,
                }
            );
            return await db.SaveChangesAsync();
        });
        await w.RunAsync(w.Ask());
        await LookAsync(w);

        var needed = Assert.Single((await ReadAsync(w)).Needed);
        Assert.Equal(("Golden set", "golden_items", 2), (needed.Gate, needed.What, needed.Count));
        // Of the first pattern one is labeled by an expert, and two are not: the judge is no expert.
        Assert.Equal(
            [new NeededPattern(open, "country = FR", 0, 1, 2, 1), new NeededPattern(covered, "country = DE", 1, 0, 1, 0)],
            needed.Patterns
        );

        var queue = w.Fixture.Get<QueueService>();
        Assert.Equal(
            ["t2"],
            (await queue.ListAsync(w.Lead, w.Workflow.Id, new QueueFilter(Pattern: open), null, 10)).Items.Select(i => i.TraceId)
        );
        Assert.Empty((await queue.ListAsync(w.Lead, w.Workflow.Id, new QueueFilter(Pattern: covered), null, 10)).Items);
        var list = w.Fixture.Get<QueueList>();
        Assert.Equal("country = FR", await list.PatternAsync(w.Lead, w.Workflow, open));
        Assert.Null(await list.PatternAsync(w.Lead, w.Workflow, open + 1000));
        Assert.Empty((await list.PageAsync(w.Lead, w.Workflow, QueueFilter.Of(null, null, "no id"), new GridQuery())).Items);

        // Enough golden items: nothing is needed.
        await w.GoldAsync("t1");
        await w.GoldAsync("t2");
        await w.RunAsync(w.Ask());
        await LookAsync(w);
        Assert.Empty((await ReadAsync(w)).Needed);
    }

    [Fact]
    public async Task Read_ByAStranger_IsRefused_AndAReleaseOfAnotherWorkflowHasNothing()
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        await ImportAsync(w, ("t0", "ann", "yes"));
        await w.GoldAsync("t0");
        await w.RunAsync(w.Ask());
        var reader = w.Fixture.Get<ReleaseLabelsReader>();
        var row = await RowAsync(w);
        var labeler = await w.HireAsync("lou", Role.Labeler);
        await Assert.ThrowsAsync<AccessDeniedException>(() => reader.ReadAsync(labeler, w.Workflow, row));
        var admin = new PersonAccess(1, "Ada", [new Grant(Role.Admin, null, null)]);
        var other = w.Workflow with { Id = w.Workflow.Id + 1 };
        Assert.Null((await reader.ReadAsync(admin, other, row)).Behind);
        Assert.NotNull((await reader.ReadAsync(admin, w.Workflow, row)).Behind);
    }

    internal static async Task ImportAsync(EvalWorld w, params (string Trace, string Labeler, string Value)[] labels)
    {
        var lines = string.Join('\n', labels.Select(l => AgreementWorld.Line(l.Trace, l.Labeler, l.Value)));
        var result = await w
            .Fixture.Get<LabelImportService>()
            .ImportAsync(null, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(lines)));
        Assert.Equal(0, result.RefusedCount);
    }

    internal static Task<long> PatternAsync(EvalWorld w, string name, double impact, params string[] traces) =>
        w.Fixture.QueryAsync(async db =>
        {
            var pattern = new FailurePattern
            {
                TenantId = w.Workflow.TenantId,
                WorkflowId = w.Workflow.Id,
                TermsHash = Guid.NewGuid().ToString("N"),
                Terms = "[]",
                Name = name,
                Impact = impact,
                IsCurrent = true,
            };
            db.FailurePatterns.Add(pattern);
            await db.SaveChangesAsync();
            var ids = await db.Interactions.Where(i => traces.Contains(i.TraceId)).Select(i => i.Id).ToListAsync();
            Assert.Equal(traces.Length, ids.Count);
            db.PatternMembers.AddRange(ids.Select(i => new PatternMember { PatternId = pattern.Id, InteractionId = i }));
            await db.SaveChangesAsync();
            return pattern.Id;
        });

    private static async Task LookAsync(EvalWorld w)
    {
        await w.Fixture.Get<ReleaseGuard>().LookAsync(w.Workflow.Id);
        var row = await RowAsync(w);
        if (row.Gates.Count == 0)
        {
            var moved = await w
                .Fixture.Get<PromotionService>()
                .MoveAsync(w.Lead, w.Workflow, row.Id, row.RowVersion, Data.Releases.ReleaseState.Evaluating, null);
            Assert.True(moved.Ok, moved.Message);
            await w.Fixture.Get<ReleaseGuard>().LookAsync(w.Workflow.Id);
        }

        Assert.Contains((await RowAsync(w)).Gates, g => g.Kind == GateKind.GoldenSet);
    }

    private static async Task<ReleaseRow> RowAsync(EvalWorld w) =>
        (await w.Fixture.Get<ReleaseReader>().ListAsync(w.Lead, w.Workflow)).Releases.Single(r => r.Id == w.CandidateId);

    private static async Task<ReleaseLabels> ReadAsync(EvalWorld w) =>
        await w.Fixture.Get<ReleaseLabelsReader>().ReadAsync(w.Lead, w.Workflow, await RowAsync(w));
}
