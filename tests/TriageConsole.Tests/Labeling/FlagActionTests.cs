using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Security;

namespace TriageConsole.Tests.Labeling;

/// <summary>What leads do about flags, and what the labeler sees of it.</summary>
public sealed class FlagActionTests
{
    private static readonly System.Text.Json.JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task Resolve_ByTwoLeadsAtOnce_IsDoneOnce_AndTheOtherIsTold()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, lea, leo) = (await world.HireAsync("ann"), await world.LeadAsync("lea"), await world.LeadAsync("leo"));
        var (_, id) = await FlaggedAsync(world, ann, lea, FlagKind.Unreadable);
        var results = await Task.WhenAll(
            new[] { lea, leo, lea, leo }.Select(lead =>
                Task.Run(() => world.FlagActions.ResolveAsync(lead, world.Workflow, id, "again", FlagAction.ReturnedToQueue))
            )
        );
        Assert.Single(results, r => r.Ok);
        Assert.All(results.Where(r => !r.Ok), r => Assert.Equal(ErrorKind.Conflict, r.Error!.Kind));
        Assert.Contains("has resolved this flag", results.First(r => !r.Ok).Message, StringComparison.Ordinal);
        await using var db = world.CreateContext();
        Assert.Equal(1, await db.QueueItems.SumAsync(q => q.OpenSlots));
        Assert.Equal(1, await db.WorkflowCounters.SumAsync(c => c.OpenSlots));
        Assert.Single(await db.FlagEntries.ToListAsync());
        Assert.Equal(FlagAction.ReturnedToQueue, (await db.Flags.SingleAsync()).Action);
    }

    [Fact]
    public async Task Resolve_WithRemoval_ClosesTheQueueItem()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 2, slots: 3);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var (item, id) = await FlaggedAsync(world, ann, lead, FlagKind.WrongTask);
        Assert.True((await world.Inbox.OpenAsync(lead, world.Workflow, id))!.IsQueued);
        Assert.True((await world.FlagActions.ResolveAsync(lead, world.Workflow, id, "", FlagAction.RemovedFromQueue)).Ok);
        var detail = (await world.Inbox.OpenAsync(lead, world.Workflow, id))!;
        Assert.Equal((FlagAction.RemovedFromQueue, false, "lea"), (detail.Row.Action, detail.IsQueued, detail.Row.ResolvedBy));
        await using var db = world.CreateContext();
        Assert.Equal(3, await db.QueueItems.SumAsync(q => q.OpenSlots));
        Assert.Equal(3, await db.WorkflowCounters.SumAsync(c => c.OpenSlots));
        Assert.Equal(SubmitStatus.Saved, (await ann.SubmitAsync(item)).Value.Status);
    }

    [Fact]
    public async Task ResolveMany_TellsWhatWasResolvedBefore()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 3);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        for (var i = 0; i < 3; i++)
            await ann.SkipAsync(await ann.TakeAsync(), "Broken or empty");
        long[] ids = [.. (await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1)).Select(r => r.Id)];
        await world.FlagActions.ResolveAsync(lead, world.Workflow, ids[1], "");
        var result = await world.FlagActions.ResolveManyAsync(lead, world.Workflow, [.. ids, ids[0], 999], "Fixed now.");
        Assert.Equal("Resolved 2 flags. 2 had been resolved or withdrawn before.", result.Message);
        Assert.Equal(ErrorKind.Conflict, (await world.FlagActions.ResolveManyAsync(lead, world.Workflow, ids, "")).Error?.Kind);
        Assert.Equal(ErrorKind.Invalid, (await world.FlagActions.ResolveManyAsync(lead, world.Workflow, [], "")).Error?.Kind);
        long[] many = [.. Enumerable.Range(1, FlagActions.MaxAtOnce + 1).Select(i => (long)i)];
        Assert.Equal(ErrorKind.Invalid, (await world.FlagActions.ResolveManyAsync(lead, world.Workflow, many, "")).Error?.Kind);
    }

    [Fact]
    public async Task Reopen_MakesItOpenAgain_UnlessTheLabelerFlaggedAgain()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var (item, id) = await FlaggedAsync(world, ann, lead, FlagKind.RubricUnclear);
        Assert.Equal(ErrorKind.Conflict, (await world.FlagActions.ReopenAsync(lead, world.Workflow, id)).Error?.Kind);
        await world.FlagActions.ResolveAsync(lead, world.Workflow, id, "See the guidelines.");
        Assert.True((await world.FlagActions.ReopenAsync(lead, world.Workflow, id)).Ok);
        var detail = (await world.Inbox.OpenAsync(lead, world.Workflow, id))!;
        Assert.Equal((FlagState.Open, null, ""), (detail.Row.State, detail.Row.ResolvedBy, detail.ResolutionNote));
        Assert.Equal([FlagEntryKind.Resolved, FlagEntryKind.Reopened], detail.Messages.Select(m => m.Kind));
        await world.FlagActions.ResolveAsync(lead, world.Workflow, id, "");
        await ann.FlagAsync(item, FlagKind.PersonalData);
        Assert.Equal(ErrorKind.Conflict, (await world.FlagActions.ReopenAsync(lead, world.Workflow, id)).Error?.Kind);
    }

    [Fact]
    public async Task Resolve_AfterAGoldenItemWasMade_RecordsIt()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var (item, id) = await FlaggedAsync(world, ann, lead, FlagKind.GoodExample);
        await using (var db = world.CreateContext())
        {
            db.GoldenItems.Add(
                new GoldenItem
                {
                    TenantId = world.Workflow.TenantId,
                    WorkflowId = world.Workflow.Id,
                    InteractionId = item.InteractionId,
                    OwnerId = lead.UserId,
                    Number = 1,
                    CadenceDays = 30,
                    LeakBudget = 20,
                    CreatedAt = world.Time.GetUtcNow(),
                }
            );
            await db.SaveChangesAsync();
        }

        await world.FlagActions.ResolveAsync(lead, world.Workflow, id, "Thanks.");
        var detail = (await world.Inbox.OpenAsync(lead, world.Workflow, id))!;
        Assert.Equal((FlagAction.MadeGolden, true), (detail.Row.Action, detail.IsGolden));
    }

    [Fact]
    public async Task Reply_IsNewForTheLabelerUntilSeen_AndTheAnswerReachesTheLead()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, bob, lead) = (await world.HireAsync("ann"), await world.HireAsync("bob"), await world.LeadAsync("lea"));
        var (_, id) = await FlaggedAsync(world, ann, lead, FlagKind.RubricUnclear);
        Assert.Equal(ErrorKind.Invalid, (await world.FlagActions.ReplyAsync(lead, world.Workflow, id, " \n")).Error?.Kind);
        Assert.True((await world.FlagActions.ReplyAsync(lead, world.Workflow, id, "Which question?")).Ok);
        Assert.Equal((1, 0), (await world.Flags.UnseenAsync(ann.Access), await world.Flags.UnseenAsync(bob.Access)));
        var own = Assert.Single(await world.Flags.ListAsync(ann.Access, 1));
        Assert.Equal(("Which question?", "lea", true), (own.Messages[0].Text, own.Messages[0].Author, own.Messages[0].IsNew));
        await world.Flags.SeenAsync(bob.Access, [own]);
        Assert.Equal(1, await world.Flags.UnseenAsync(ann.Access));
        await world.Flags.SeenAsync(ann.Access, [own]);
        Assert.Equal(0, await world.Flags.UnseenAsync(ann.Access));
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Flags.AnswerAsync(bob.Access, id, "mine"));
        Assert.Equal(ErrorKind.Invalid, (await world.Flags.AnswerAsync(ann.Access, id, "")).Error?.Kind);
        Assert.True((await world.Flags.AnswerAsync(ann.Access, id, "The second.")).Ok);
        Assert.True(Assert.Single(await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1)).IsAnswered);
        Assert.Equal(0, await world.Flags.UnseenAsync(ann.Access));

        await world.FlagActions.ResolveAsync(lead, world.Workflow, id, "The text is clearer now.");
        Assert.Equal(1, await world.Flags.UnseenAsync(ann.Access));
        Assert.Equal(ErrorKind.Conflict, (await world.Flags.AnswerAsync(ann.Access, id, "Thanks")).Error?.Kind);
        var left = ann.Access with { Grants = [new Grant(Role.Labeler, world.Workflow.TenantId, world.Workflow.Id + 1)] };
        Assert.Equal((0, 0), (await world.Flags.UnseenAsync(left), (await world.Flags.ListAsync(left, 1)).Total));
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Flags.AnswerAsync(left, id, "still here"));
    }

    [Fact]
    public async Task Redact_RemovesTheTextEverywhere_AndRecordsWhoButNotWhat()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 2);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        const string Name = "Zoë Müller";
        await using (var db = world.CreateContext())
        {
            var payload = await db.InteractionPayloads.SingleAsync(p => p.InteractionId == 1);
            payload.Input = $"I am {Name}. {Name}!";
            payload.Output = $"Hello {Name}";
            payload.Messages = """[{"role":"user","content":"I am Zo\u00eb M\u00fcller."}]""";
            payload.Context = $$"""{ "metadata": { "customer": "{{Name}}" } }""";
            (await db.Interactions.SingleAsync(i => i.Id == 1)).Preview = $"I am {Name}. {Name}!";
            db.Signals.Add(
                new Signal
                {
                    InteractionId = 1,
                    SignalKey = "s",
                    Type = "explicit",
                    Name = "comment",
                    Comment = $"signed {Name}",
                }
            );
            await db.SaveChangesAsync();
        }

        var (item, id) = await FlaggedAsync(world, ann, lead, FlagKind.PersonalData, $"the name {Name}");
        var submission = new Submission(Guid.NewGuid(), Hand.Fine, 1500, $"for {Name}");
        Assert.True((await world.Labeling.SubmitAsync(ann.Access, ann.Session, item, submission)).Ok);
        Assert.Equal(ErrorKind.Invalid, (await world.Redaction.RedactAsync(lead, world.Workflow, id, " Zo ")).Error?.Kind);
        Assert.Equal(ErrorKind.Invalid, (await world.Redaction.RedactAsync(lead, world.Workflow, id, "zoë müller")).Error?.Kind);
        var result = await world.Redaction.RedactAsync(lead, world.Workflow, id, Name);
        Assert.Equal(
            "Redacted in 7 places (input 2, output 1, messages 1, metadata 1, feedback 1, flags 1). "
                + "Not changed, because records are never overwritten: 1 label.",
            result.Message
        );
        await using (var db = world.CreateContext())
        {
            var payload = await db.InteractionPayloads.SingleAsync(p => p.InteractionId == 1);
            Assert.Equal("I am ██████████. ██████████!", payload.Input);
            Assert.Equal("Hello ██████████", payload.Output);
            var stored = System.Text.Json.JsonSerializer.Serialize(
                new
                {
                    payload,
                    row = await db.Interactions.SingleAsync(i => i.Id == 1),
                    signals = await db.Signals.ToListAsync(),
                    flags = await db.Flags.Select(f => new { f.Note, f.ResolutionNote }).ToListAsync(),
                    entries = await db.FlagEntries.Select(e => e.Text).ToListAsync(),
                },
                Readable
            );
            Assert.DoesNotContain("Müller", stored, StringComparison.Ordinal);
            Assert.DoesNotContain("u00fc", stored, StringComparison.Ordinal);
            var entry = await db.FlagEntries.SingleAsync();
            Assert.Equal((FlagEntryKind.Redacted, lead.UserId), (entry.Kind, entry.AuthorId));
            Assert.Equal(FlagAction.Redacted, (await db.Flags.SingleAsync()).Action);
            Assert.Equal("question 2", (await db.InteractionPayloads.SingleAsync(p => p.InteractionId == 2)).Input);
        }

        Assert.Equal(ErrorKind.Invalid, (await world.Redaction.RedactAsync(lead, world.Workflow, id, Name)).Error?.Kind);
    }

    [Fact]
    public async Task Redact_ByTwoLeadsAtOnce_LosesNothing()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var (_, id) = await FlaggedAsync(world, ann, lead, FlagKind.PersonalData);
        await using (var db = world.CreateContext())
        {
            (await db.InteractionPayloads.SingleAsync()).Input = "alpha bravo charlie delta";
            await db.SaveChangesAsync();
        }

        string[] words = ["alpha", "bravo", "charlie", "delta"];
        var results = await Task.WhenAll(words.Select(w => Task.Run(() => world.Redaction.RedactAsync(lead, world.Workflow, id, w))));
        Assert.All(results, r => Assert.True(r.Ok));
        await using var after = world.CreateContext();
        Assert.Equal("█████ █████ ███████ █████", (await after.InteractionPayloads.SingleAsync()).Input);
    }

    private static async Task<(LabelingItem Item, long Id)> FlaggedAsync(
        LabelingWorld world,
        Hand hand,
        PersonAccess lead,
        FlagKind kind,
        string note = ""
    )
    {
        var item = await hand.TakeAsync();
        Assert.True((await hand.FlagAsync(item, kind, note)).Ok);
        return (item, (await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1))[0].Id);
    }
}
