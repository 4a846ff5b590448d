using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Comments;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Comments;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Redaction;
using TriageConsole.Security;
using TriageConsole.Tests.Labeling;

namespace TriageConsole.Tests.Comments;

/// <summary>Comments on interactions: who reads them, mentions, changes, and what removes their texts.</summary>
public sealed class CommentServiceTests
{
    [Fact]
    public async Task CommentsOfOthers_AreHiddenBeforeTheOwnLabel_AndAgainAfterUndo()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1, slots: 2);
        var comments = Service(world);
        var (ann, bob, lead) = (await world.HireAsync("ann"), await world.HireAsync("bob"), await world.LeadAsync("lea"));
        var item = await ann.TakeAsync();
        var subject = CommentSubject.Interaction(item.InteractionId);
        Assert.Null(await comments.ReadAsync(bob.Access, subject));
        Assert.Equal(ErrorKind.NotFound, (await comments.AddAsync(bob.Access, subject, "not mine")).Error?.Kind);

        Assert.True((await comments.AddAsync(lead, subject, "Look at the second date.")).Ok);
        Assert.True((await comments.AddAsync(ann.Access, subject, "Is <b>this</b> a refund?")).Ok);
        var before = (await comments.ReadAsync(ann.Access, subject))!;
        Assert.Equal((true, "Is <b>this</b> a refund?"), (before.IsBlind, Assert.Single(before.Rows).Text));
        Assert.Equal(
            ["Look at the second date.", "Is <b>this</b> a refund?"],
            (await comments.ReadAsync(lead, subject))!.Rows.Select(r => r.Text)
        );

        await ann.SubmitAsync(item);
        var after = (await comments.ReadAsync(ann.Access, subject))!;
        Assert.Equal((false, 2), (after.IsBlind, after.Rows.Count));
        Assert.Equal([("lea", false), ("ann", true)], after.Rows.Select(r => (r.Author, r.CanEdit)));
        // The item is leased again, so the label must be blind again.
        await ann.UndoAsync();
        Assert.Equal((true, 1), await SeenAsync(comments, ann.Access, subject));

        // The other labeler has the item too, but no label yet.
        Assert.NotNull(await bob.TryTakeAsync());
        Assert.Equal((true, 0), await SeenAsync(comments, bob.Access, subject));
    }

    [Fact]
    public async Task ASecondLease_HidesTheCommentsOfOthers_AlthoughThereIsALabel()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var comments = Service(world);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var item = await ann.TakeAsync();
        var subject = CommentSubject.Interaction(item.InteractionId);
        await comments.AddAsync(lead, subject, "hint");
        await ann.SubmitAsync(item);
        Assert.Equal((false, 1), await SeenAsync(comments, ann.Access, subject));
        await using var db = world.CreateContext();
        await db.Assignments.ExecuteUpdateAsync(s =>
            s.SetProperty(a => a.State, AssignmentState.Leased).SetProperty(a => a.FinishedAt, (DateTimeOffset?)null)
        );
        Assert.Equal((true, 0), await SeenAsync(comments, ann.Access, subject));
    }

    [Fact]
    public async Task Mention_NotifiesOnlyPeopleWhoCanReadIt_OnceAndWithoutTheText()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1, slots: 3);
        var comments = Service(world);
        var (ann, bob, cy, lead) = (
            await world.HireAsync("ann"),
            await world.HireAsync("bob"),
            await world.HireAsync("cy"),
            await world.LeadAsync("lea")
        );
        await GrantAsync(world, Role.Labeler, ann.Access, bob.Access, cy.Access);
        await GrantAsync(world, Role.Lead, lead);
        var (annItem, bobItem) = (await ann.TakeAsync(), await bob.TakeAsync());
        var subject = CommentSubject.Interaction(annItem.InteractionId);
        // Before the own label: only leads. Who labeled it already is not said.
        await bob.SubmitAsync(bobItem);
        Assert.Equal(["lea"], (await comments.ReadAsync(ann.Access, subject))!.Handles);
        await comments.AddAsync(ann.Access, subject, "@bob @lea secret text");
        Assert.Equal([lead.UserId], await NotifiedAsync(world));

        await ann.SubmitAsync(annItem);
        Assert.Equal(["bob", "lea"], (await comments.ReadAsync(ann.Access, subject))!.Handles);
        await comments.AddAsync(ann.Access, subject, "@Bob, @cy and @ann: what now?");
        Assert.Equal([lead.UserId, bob.Access.UserId], await NotifiedAsync(world));
        await using var db = world.CreateContext();
        var notices = await db.Notices.OrderBy(n => n.Id).ToListAsync();
        Assert.All(notices, n => Assert.DoesNotContain("secret", n.Text, StringComparison.Ordinal));
        Assert.Equal("ann mentioned you in a comment on an interaction of Test.", notices[0].Text);
        Assert.Equal("interactions/t1?tenant=acme#comments", notices[0].Link);
        var label = await db.Labels.SingleAsync(l => l.LabelerId == bob.Session.LabelerId);
        Assert.Equal($"my-labels/{label.Id}#comments", notices[1].Link);

        // An edit notifies only who is new.
        var row = (await comments.ReadAsync(ann.Access, subject))!.Rows[^1];
        Assert.Equal(["@Bob"], row.Parts.Where(p => p.Handle is not null).Select(p => p.Text));
        Assert.True((await comments.EditAsync(ann.Access, row.Id, "@bob and @lea: what now?")).Ok);
        Assert.Equal(3, await db.Notices.CountAsync());
        Assert.Equal(2, await db.CommentMentions.CountAsync(m => m.CommentId == row.Id));
        await comments.EditAsync(ann.Access, row.Id, "nobody");
        Assert.Equal(0, await db.CommentMentions.CountAsync(m => m.CommentId == row.Id));
        Assert.NotNull((await comments.ReadAsync(ann.Access, subject))!.Rows[^1].EditedAt);
    }

    [Fact]
    public async Task TwoPeopleWithOneName_AreMentionedByTheirAddresses()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var comments = Service(world);
        var ann = await world.HireAsync("ann");
        PersonAccess[] leads = [await world.LeadAsync("lea"), await world.LeadAsync("leo")];
        await GrantAsync(world, Role.Lead, leads);
        await using (var db = world.CreateContext())
        {
            foreach (var user in await db.Users.Where(u => u.Id != ann.Access.UserId).ToListAsync())
                (user.DisplayName, user.Email) = ("Sam", $"{user.UserName}@x.org");
            await db.SaveChangesAsync();
        }

        var subject = CommentSubject.Interaction((await ann.TakeAsync()).InteractionId);
        Assert.Equal(["lea@x.org", "leo@x.org"], (await comments.ReadAsync(ann.Access, subject))!.Handles);
        await comments.AddAsync(ann.Access, subject, "@leo@x.org and @Sam");
        Assert.Equal([leads[1].UserId], await NotifiedAsync(world));
    }

    [Fact]
    public async Task OwnComments_AreChangedAndDeleted_AndLeadsDeleteAny()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1, slots: 2);
        var comments = Service(world);
        var (ann, bob, lead) = (await world.HireAsync("ann"), await world.HireAsync("bob"), await world.LeadAsync("lea"));
        var item = await ann.TakeAsync();
        await bob.TakeAsync();
        var subject = CommentSubject.Interaction(item.InteractionId);
        Assert.Equal(ErrorKind.Invalid, (await comments.AddAsync(ann.Access, subject, " \n ")).Error?.Kind);
        Assert.Equal(ErrorKind.Invalid, (await comments.AddAsync(ann.Access, subject, new string('x', Comment.MaxText + 1))).Error?.Kind);
        Assert.Equal(ErrorKind.NotFound, (await comments.AddAsync(lead, CommentSubject.Interaction(99), "x")).Error?.Kind);
        await comments.AddAsync(ann.Access, subject, " one\0 ");
        await comments.AddAsync(lead, subject, "two");
        var rows = (await comments.ReadAsync(lead, subject))!.Rows;
        Assert.Equal(("one\uFFFD", false, true), (rows[0].Text, rows[0].CanEdit, rows[0].CanDelete));

        Assert.Equal(ErrorKind.NotFound, (await comments.EditAsync(lead, rows[0].Id, "changed by another")).Error?.Kind);
        Assert.Equal(ErrorKind.NotFound, (await comments.EditAsync(bob.Access, rows[0].Id, "x")).Error?.Kind);
        Assert.Equal(ErrorKind.NotFound, (await comments.DeleteAsync(bob.Access, rows[0].Id)).Error?.Kind);
        Assert.Equal(ErrorKind.NotFound, (await comments.DeleteAsync(ann.Access, rows[1].Id)).Error?.Kind);
        Assert.True((await comments.EditAsync(ann.Access, rows[0].Id, "one, changed")).Ok);
        Assert.True((await comments.DeleteAsync(lead, rows[0].Id)).Ok);
        Assert.Equal(ErrorKind.NotFound, (await comments.EditAsync(ann.Access, rows[0].Id, "again")).Error?.Kind);
        rows = (await comments.ReadAsync(lead, subject))!.Rows;
        Assert.Equal([(true, ""), (false, "two")], rows.Select(r => (r.IsDeleted, r.Text)));
        Assert.True((await comments.DeleteAsync(lead, rows[1].Id)).Ok);

        // Of another tenant or workflow, nobody finds it.
        var stranger = lead with
        {
            Grants = [new Grant(Role.Lead, world.Workflow.TenantId + 1, null)],
        };
        Assert.Null(await comments.ReadAsync(stranger, subject));
        Assert.Equal(ErrorKind.NotFound, (await comments.DeleteAsync(stranger, rows[1].Id)).Error?.Kind);
        var gone = ann.Access with { Grants = [] };
        Assert.Equal(ErrorKind.NotFound, (await comments.AddAsync(gone, subject, "x")).Error?.Kind);
    }

    [Fact]
    public async Task RedactionAndErasure_ReachComments()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 2);
        var comments = Service(world);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var item = await ann.TakeAsync();
        var subject = CommentSubject.Interaction(item.InteractionId);
        await ann.FlagAsync(item, FlagKind.PersonalData);
        await comments.AddAsync(lead, subject, "It names Ada Okafor twice: Ada Okafor.");
        var flag = (await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1))[0].Id;
        var result = await world.Redaction.RedactAsync(lead, world.Workflow, flag, "Ada Okafor");
        Assert.Contains("comments 2", result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Okafor", (await comments.ReadAsync(lead, subject))!.Rows[0].Text, StringComparison.Ordinal);

        await using var db = world.CreateContext();
        var unit = new ErasureUnit(db, world.Workflow.TenantId, "u1", []);
        await new CommentTexts().EraseAsync(unit, [item.InteractionId], default);
        await new CommentTexts().EraseAsync(unit, [item.InteractionId], default);
        Assert.Equal(1, unit.Counts["comments"]);
        Assert.True(Assert.Single((await comments.ReadAsync(lead, subject))!.Rows).IsDeleted);
    }

    [Fact]
    public async Task OwnLabel_IsShownWithItsItem_OnlyToItsLabeler()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1, slots: 2);
        var (ann, bob) = (await world.HireAsync("ann"), await world.HireAsync("bob"));
        var saved = await ann.SubmitAsync(await ann.TakeAsync());
        var id = saved.Value.LabelId!.Value;
        var labels = new OwnLabels(world.Contexts);
        var own = (await labels.FindAsync(ann.Access, id))!;
        Assert.Equal(("answer 1", true), (own.Content.Output, own.IsCurrent));
        Assert.Equal("Yes", Assert.Single(own.Answers).Answer);
        Assert.Null(await labels.FindAsync(bob.Access, id));
        Assert.Null(await labels.FindAsync(ann.Access with { Grants = [] }, id));
        await ann.UndoAsync();
        Assert.False((await labels.FindAsync(ann.Access, id))!.IsCurrent);
    }

    private static CommentService Service(LabelingWorld world) =>
        new(
            world.Contexts,
            new NoticeService(
                world.Contexts,
                world.Statements,
                new DatabaseRetry(world.Statements),
                Options.Create(new NoticeOptions()),
                world.Time
            ),
            world.Notifier,
            world.Time
        );

    private static async Task<(bool IsBlind, int Rows)> SeenAsync(CommentService comments, PersonAccess access, CommentSubject subject)
    {
        var thread = (await comments.ReadAsync(access, subject))!;
        return (thread.IsBlind, thread.Rows.Count);
    }

    private static async Task<List<long>> NotifiedAsync(LabelingWorld world)
    {
        await using var db = world.CreateContext();
        return await db.Notices.OrderBy(n => n.Id).Select(n => n.UserId).ToListAsync();
    }

    private static async Task GrantAsync(LabelingWorld world, Role role, params PersonAccess[] people)
    {
        await using var db = world.CreateContext();
        foreach (var person in people)
            db.RoleGrants.Add(
                new RoleGrant
                {
                    UserId = person.UserId,
                    Role = role,
                    TenantId = world.Workflow.TenantId,
                    WorkflowId = world.Workflow.Id,
                    GrantedAt = world.Time.GetUtcNow(),
                    GrantedBy = "test",
                }
            );
        await db.SaveChangesAsync();
    }
}
