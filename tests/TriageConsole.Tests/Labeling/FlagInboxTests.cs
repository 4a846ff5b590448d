using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Security;

namespace TriageConsole.Tests.Labeling;

/// <summary>Flags and reasons for skipping reach the leads of the workflow, and nobody else.</summary>
public sealed class FlagInboxTests
{
    [Fact]
    public async Task Inbox_ShowsPersonalDataFirst_ThenTheOldest()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 4);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        await ann.SkipAsync(await ann.TakeAsync(), "Broken or empty");
        foreach (var (kind, note) in new[] { (FlagKind.RubricUnclear, ""), (FlagKind.Other, "odd"), (FlagKind.PersonalData, "a name") })
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            var item = await ann.TakeAsync();
            Assert.True((await ann.FlagAsync(item, kind, note)).Ok);
        }

        var rows = await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1);
        Assert.Equal([FlagKind.PersonalData, FlagKind.Skip, FlagKind.RubricUnclear, FlagKind.Other], rows.Select(r => r.Kind));
        Assert.Equal(("a name", "ann", "t4"), (rows[0].Note, rows[0].Labeler, rows[0].TraceId));
        var (place, counts) = Assert.Single(await world.Inbox.WaitingAsync(lead, 10));
        Assert.Equal((world.Workflow.Id, new FlagCounts(1, 2, 1)), (place.Id, counts));
        Assert.Equal(4, await world.Inbox.CountAsync(lead, world.Workflow));
        Assert.Equal(3, (await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter { WithoutSkips = true }, 1)).Total);
    }

    [Fact]
    public async Task Flag_OfTheSameItem_ReplacesTheOpenOne_AndOtherNeedsANote()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var item = await ann.TakeAsync();
        Assert.Equal(ErrorKind.Invalid, (await ann.FlagAsync(item, FlagKind.Other, "  ")).Error?.Kind);
        Assert.Equal(ErrorKind.Invalid, (await ann.FlagAsync(item, FlagKind.Skip, "not a flag")).Error?.Kind);
        var kinds = new[] { FlagKind.WrongTask, FlagKind.PersonalData, FlagKind.Unreadable, FlagKind.HarmfulContent };
        Assert.All(await Task.WhenAll(kinds.Select(k => ann.FlagAsync(item, k, "at once"))), r => Assert.True(r.Ok));
        await ann.FlagAsync(item, FlagKind.PersonalData, "last");
        var row = Assert.Single(await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1));
        Assert.Equal((FlagKind.PersonalData, "last"), (row.Kind, row.Note));
    }

    [Fact]
    public async Task Undo_RemovesFlagAndSkipFromTheInbox()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var item = await ann.TakeAsync();
        await ann.FlagAsync(item, FlagKind.PersonalData);
        var flag = Assert.Single(await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1)).Id;
        Assert.True((await ann.UnflagAsync(item)).Ok);
        await ann.SkipAsync(item, "Unfamiliar language");
        var skip = Assert.Single(await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1));
        Assert.Equal((FlagKind.Skip, "Unfamiliar language"), (skip.Kind, skip.Note));
        Assert.True((await ann.UndoAsync()).Ok);
        Assert.Empty(await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1));
        foreach (var gone in new[] { flag, skip.Id })
        {
            Assert.Null(await world.Inbox.OpenAsync(lead, world.Workflow, gone));
            Assert.Equal(ErrorKind.NotFound, (await world.FlagActions.ResolveAsync(lead, world.Workflow, gone, "")).Error?.Kind);
            Assert.Equal(ErrorKind.NotFound, (await world.FlagActions.ReplyAsync(lead, world.Workflow, gone, "hello")).Error?.Kind);
        }

        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Undo_AfterALeadResolved_KeepsTheFlag()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 2);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var item = await ann.TakeAsync();
        await ann.FlagAsync(item, FlagKind.WrongTask);
        await ResolveAllAsync(world, lead);
        Assert.Equal(ErrorKind.Conflict, (await ann.UnflagAsync(item)).Error?.Kind);
        await ann.SkipAsync(item, "Broken or empty");
        await ResolveAllAsync(world, lead);
        Assert.Equal(item.InteractionId, (await ann.UndoAsync()).Value!.InteractionId);
        var resolved = await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(FlagState.Resolved), 1);
        Assert.Equal([FlagKind.WrongTask, FlagKind.Skip], resolved.Select(r => r.Kind).Order());
        // The next flag and skip of the item are new entries.
        var again = Assert.Single(await ann.ResumeAsync());
        Assert.False(again.Flagged);
        await ann.FlagAsync(again, FlagKind.Unreadable);
        await ann.SkipAsync(again, "Broken or empty");
        Assert.Equal(2, (await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1)).Total);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Reasons_AreCounted_AndFilterTheList()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 5);
        var (ann, bob, lead) = (await world.HireAsync("ann"), await world.HireAsync("bob"), await world.LeadAsync("lea"));
        foreach (var (hand, reason) in new[] { (ann, "language"), (bob, "language"), (ann, "broken"), (bob, "language") })
            await hand.SkipAsync(await hand.TakeAsync(), reason);
        Assert.Equal(
            [new FlagReason("language", 3), new FlagReason("broken", 1)],
            await world.Inbox.ReasonsAsync(lead, world.Workflow, FlagState.Open)
        );
        var people = await world.Inbox.PeopleAsync(lead, world.Workflow);
        Assert.Equal(["ann", "bob"], people.Select(p => p.Name));
        var filter = new FlagFilter(Kind: FlagKind.Skip, LabelerId: people[1].LabelerId, Reason: "language");
        Assert.Equal(2, (await world.Inbox.ListAsync(lead, world.Workflow, filter, 1)).Total);
        Assert.Equal(4, (await world.Inbox.KindsAsync(lead, world.Workflow, FlagState.Open))[FlagKind.Skip]);
        Assert.Empty(await world.Inbox.ListAsync(lead, world.Workflow, filter with { Reason = "lang" }, 1));
    }

    [Fact]
    public async Task Flags_AreForLeadsOfTheWorkflowOnly()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        await ann.FlagAsync(await ann.TakeAsync(), FlagKind.PersonalData);
        var id = Assert.Single(await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1)).Id;
        var (tenant, workflow) = (world.Workflow.TenantId, world.Workflow.Id);
        PersonAccess[] others =
        [
            ann.Access,
            PersonAccess.Nobody,
            lead with
            {
                Grants = [new Grant(Role.Lead, tenant + 1, null)],
            },
            lead with
            {
                Grants = [new Grant(Role.Lead, tenant, workflow + 1)],
            },
            lead with
            {
                Grants = [new Grant(Role.Approver, tenant, workflow)],
            },
        ];
        foreach (var other in others)
        {
            foreach (
                var use in new Func<Task>[]
                {
                    () => world.Inbox.ListAsync(other, world.Workflow, new FlagFilter(), 1),
                    () => world.Inbox.OpenAsync(other, world.Workflow, id),
                    () => world.Inbox.KindsAsync(other, world.Workflow, FlagState.Open),
                    () => world.Inbox.ReasonsAsync(other, world.Workflow, FlagState.Open),
                    () => world.Inbox.PeopleAsync(other, world.Workflow),
                    () => world.FlagActions.ReplyAsync(other, world.Workflow, id, "x"),
                    () => world.FlagActions.ResolveAsync(other, world.Workflow, id, "x"),
                    () => world.FlagActions.ResolveManyAsync(other, world.Workflow, [id], "x"),
                    () => world.FlagActions.ReopenAsync(other, world.Workflow, id),
                    () => world.Redaction.RedactAsync(other, world.Workflow, id, "question"),
                }
            )
                await Assert.ThrowsAsync<AccessDeniedException>(use);
            Assert.Empty(await world.Inbox.WaitingAsync(other, 10));
            Assert.Equal(0, await world.Inbox.CountAsync(other, world.Workflow));
        }

        // A lead of another workflow or tenant cannot reach the flag through the own address.
        foreach (var elsewhere in new[] { world.Workflow with { Id = workflow + 1 }, world.Workflow with { TenantId = tenant + 1 } })
        {
            var stranger = lead with { Grants = [new Grant(Role.Lead, elsewhere.TenantId, null)] };
            Assert.Null(await world.Inbox.OpenAsync(stranger, elsewhere, id));
            Assert.Equal(ErrorKind.NotFound, (await world.FlagActions.ResolveAsync(stranger, elsewhere, id, "")).Error?.Kind);
            Assert.Equal(ErrorKind.NotFound, (await world.FlagActions.ReplyAsync(stranger, elsewhere, id, "x")).Error?.Kind);
            Assert.Equal(ErrorKind.NotFound, (await world.Redaction.RedactAsync(stranger, elsewhere, id, "question")).Error?.Kind);
            Assert.Empty(await world.Inbox.ListAsync(stranger, elsewhere, new FlagFilter(), 1));
        }

        await using var db = world.CreateContext();
        Assert.Equal((FlagState.Open, 0), ((await db.Flags.SingleAsync()).State, await db.FlagEntries.CountAsync()));
    }

    internal static async Task ResolveAllAsync(LabelingWorld world, PersonAccess lead)
    {
        var open = await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1);
        Assert.True((await world.FlagActions.ResolveManyAsync(lead, world.Workflow, [.. open.Select(r => r.Id)], "")).Ok);
    }
}
