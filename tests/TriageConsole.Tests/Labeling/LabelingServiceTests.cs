using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labeling;
using TriageConsole.Security;

namespace TriageConsole.Tests.Labeling;

/// <summary>Labelers take, submit, skip, undo and revise items. The stored counters stay equal to the rows.</summary>
public sealed class LabelingServiceTests
{
    [Fact]
    public async Task Next_ReturnsTheHighestPriorityFirst()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 3);
        var hand = await world.HireAsync("ann");
        for (var i = 1; i <= 3; i++)
            Assert.Equal(i, (await hand.TakeAsync()).InteractionId);
        Assert.Null(await hand.TryTakeAsync());
        Assert.Equal(new QueueLeft(0, 0, 3), await world.Records.LeftAsync(hand.Session));
    }

    [Fact]
    public async Task Submit_MissingRequired_IsRefusedWithAMessage()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var hand = await world.HireAsync("ann");
        var refused = await hand.SubmitAsync(await hand.TakeAsync(), answers: new Dictionary<string, string> { ["acceptable"] = "no" });
        Assert.Equal((ErrorKind.Invalid, "error_type"), (refused.Error?.Kind, Assert.Single(refused.Problems).Field));
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Skip_PassesTheItemToOthersOnly()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, bob) = (await world.HireAsync("ann"), await world.HireAsync("bob"));
        var item = await ann.TakeAsync();
        Assert.False((await ann.SkipAsync(item, "  ")).Ok);
        Assert.True((await ann.SkipAsync(item, "not my language")).Ok);
        Assert.False((await ann.SkipAsync(item, "again")).Ok);
        Assert.Null(await ann.TryTakeAsync());
        Assert.Equal(item.InteractionId, (await bob.TakeAsync()).InteractionId);
        Assert.Equal(1, (await world.Records.TodayAsync(ann.Access, ann.Session)).Skips);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Undo_UpToTen_LastFirst_WithTheAnswersAsDrafts()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 12);
        var hand = await world.HireAsync("ann");
        for (var i = 0; i < 12; i++)
        {
            await hand.SubmitAsync(await hand.TakeAsync());
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var undone = new List<LabelingItem>();
        for (var i = 0; i < 10; i++)
        {
            var result = await hand.UndoAsync();
            Assert.Equal("yes", result.Value!.Draft["acceptable"]);
            undone.Add(result.Value);
        }

        Assert.Equal([12, 11, 10, 9, 8, 7, 6, 5, 4, 3], undone.Select(u => (int)u.InteractionId));
        Assert.False((await hand.UndoAsync()).Ok);
        await world.AssertBooksBalanceAsync();
        Assert.Equal(SubmitStatus.Saved, (await hand.SubmitAsync(undone[0])).Value.Status);
        Assert.Equal(12, (await hand.UndoAsync()).Value!.InteractionId);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Undo_AfterASkip_TakesTheSkipBack_NotTheLabelBefore()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 2);
        var ann = await world.HireAsync("ann");
        var first = await ann.TakeAsync();
        await ann.SubmitAsync(first);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await ann.TakeAsync();
        await ann.SkipAsync(second, "Broken or empty");
        Assert.Equal(second.InteractionId, (await ann.UndoAsync()).Value!.InteractionId);
        Assert.Equal(0, (await world.Records.TodayAsync(ann.Access, ann.Session)).Skips);
        await world.AssertBooksBalanceAsync();
        Assert.Equal(first.InteractionId, (await ann.UndoAsync()).Value!.InteractionId);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Undo_OfASkip_WhoseItemAnotherLabelerHas_ChangesNothing()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, bob) = (await world.HireAsync("ann"), await world.HireAsync("bob"));
        await ann.SkipAsync(await ann.TakeAsync(), "Broken or empty");
        var taken = await bob.TakeAsync();
        Assert.Equal(ErrorKind.Conflict, (await ann.UndoAsync()).Error?.Kind);
        await world.AssertBooksBalanceAsync();
        Assert.Equal(SubmitStatus.Saved, (await bob.SubmitAsync(taken)).Value.Status);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Unflag_RemovesTheOwnFlag_Once()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, bob) = (await world.HireAsync("ann"), await world.HireAsync("bob"));
        var item = await ann.TakeAsync();
        await ann.FlagAsync(item, FlagKind.PersonalData);
        Assert.False((await bob.UnflagAsync(item)).Ok);
        Assert.True((await ann.UnflagAsync(item)).Ok);
        Assert.False((await ann.UnflagAsync(item)).Ok);
        Assert.False(Assert.Single(await ann.ResumeAsync()).Flagged);
    }

    [Fact]
    public async Task Undo_OfAnExtraLabel_WithdrawsOnlyTheLabel()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        await world.ExpireLeasesAsync();
        await hand.SubmitAsync(item);
        var undone = await hand.UndoAsync();
        Assert.True(undone.Ok);
        Assert.Null(undone.Value);
        Assert.False((await hand.UndoAsync()).Ok);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Revise_KeepsTheEarlierRevision()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, bob) = (await world.HireAsync("ann"), await world.HireAsync("bob"));
        var label = (await ann.SubmitAsync(await ann.TakeAsync())).Value.LabelId!.Value;
        var changed = new Dictionary<string, string> { ["acceptable"] = "no", ["error_type"] = "wrong" };
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Records.ReviseAsync(bob.Access, label, changed, "no"));
        Assert.Equal(ErrorKind.Invalid, (await world.Records.ReviseAsync(ann.Access, label, changed, " ")).Error?.Kind);
        Assert.Equal(SubmitStatus.Saved, (await world.Records.ReviseAsync(ann.Access, label, changed, "read it again")).Value.Status);
        Assert.Equal(ErrorKind.Conflict, (await world.Records.ReviseAsync(ann.Access, label, changed, "twice")).Error?.Kind);
        await using var db = world.CreateContext();
        Assert.Equal(
            [(1, false), (2, true)],
            (await db.Labels.OrderBy(l => l.Revision).ToListAsync()).Select(l => (l.Revision, l.IsCurrent))
        );
        Assert.Equal("read it again (ann)", (await db.Labels.SingleAsync(l => l.IsCurrent)).Reason);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Next_HidesContentThatSuggestsAnAnswer()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        await using (var db = world.CreateContext())
        {
            (await db.InteractionPayloads.SingleAsync()).Context =
                """{"retrieval_ids":["doc-1"],"metadata":{"declared_llm":"secret-model","documents":[{"id":"doc-0","tex"""
                + """t":"text zero"}],"alternative_output":"another"}}""";
            foreach (
                var (type, name) in new[]
                {
                    ("outcome", "resolved"),
                    ("human", "quality"),
                    ("system", "llm_judge"),
                    ("system", "db_match"),
                    ("system", "guardrail_hit"),
                    ("implicit", "retry"),
                    ("explicit", "rating"),
                }
            )
                db.Signals.Add(
                    new Signal
                    {
                        InteractionId = 1,
                        SignalKey = name,
                        Type = type,
                        Name = name,
                        NumericValue = 1,
                    }
                );
            (await db.Interactions.SingleAsync()).ErrorKind = "timeout";
            await db.SaveChangesAsync();
        }

        var content = (await (await world.HireAsync("ann")).TakeAsync()).Content;
        Assert.Equal([new RetrievedDocument("doc-0", "text zero"), new RetrievedDocument("doc-1", null)], content.Documents);
        Assert.Equal("another", content.Alternative);
        var sent = System.Text.Json.JsonSerializer.Serialize(content);
        foreach (
            var hint in new[] { "secret-model", "resolved", "quality", "llm_judge", "db_match", "guardrail", "retry", "rating", "timeout" }
        )
            Assert.DoesNotContain(hint, sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutTheRole_IsDenied()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var hand = await world.HireAsync("ann");
        var elsewhere = new PersonAccess(
            hand.Access.UserId,
            "ann",
            [new Grant(Role.Labeler, world.Workflow.TenantId, world.Workflow.Id + 1)]
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Labeling.StartAsync(elsewhere, world.Workflow));
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Labeling.NextAsync(elsewhere, hand.Session));
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Labeling.NextAsync(hand.Access with { UserId = 999 }, hand.Session));
    }

    [Fact]
    public async Task Flag_IsShownAgainWithTheItem()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        Assert.True((await hand.FlagAsync(item, FlagKind.PersonalData, "contains a card number")).Ok);
        Assert.True(Assert.Single(await hand.ResumeAsync()).Flagged);
    }
}
