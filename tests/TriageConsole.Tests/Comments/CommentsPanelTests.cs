using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Comments;
using TriageConsole.Features.Notices;
using TriageConsole.Security;
using TriageConsole.Tests.Components;
using TriageConsole.Tests.Labeling;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Comments;

/// <summary>An open panel follows the comments of others.</summary>
public sealed class CommentsPanelTests
{
    [Fact]
    public async Task CommentOfAnother_AppearsInAnOpenPanel_AndTextBeingWrittenStays()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var comments = Service(world);
        var (ann, lead, other) = (await world.HireAsync("ann"), await world.LeadAsync("lea"), await world.LeadAsync("leo"));
        await GrantAsync(world, Role.Lead, lead);
        var subject = CommentSubject.Interaction((await ann.TakeAsync()).InteractionId);
        var mine = (await comments.AddAsync(lead, subject, "first version")).Value;
        var time = new FakeTimeProvider(world.Time.GetUtcNow());
        await using (var page = await OpenAsync(world, comments, lead, time))
        {
            var panel = page.Render<CommentsPanel>(p => p.Add(c => c.Subject, subject));
            await UntilAsync(panel, time, "first version");
            await panel.FindAll("li button")[0].ClickAsync();
            await panel.Find("li textarea").ChangeAsync("second version");
            await panel.FindAll("textarea")[^1].ChangeAsync("half a thou");

            await comments.AddAsync(ann.Access, subject, "Is this a refund?");
            await UntilAsync(panel, time, "Is this a refund?");
            Assert.Equal(["second version", "half a thou"], panel.FindAll("textarea").Select(t => t.GetAttribute("value")));

            // Although another lead deletes the comment, the changed text is not lost.
            await comments.DeleteAsync(other, mine);
            await comments.AddAsync(ann.Access, subject, "And this?");
            await UntilAsync(panel, time, "And this?");
            Assert.Equal(["second version", "half a thou"], panel.FindAll("textarea").Select(t => t.GetAttribute("value")));
            await panel.Find("li form").SubmitAsync();
            Assert.Contains("There is no such comment any more", panel.Markup, StringComparison.Ordinal);
        }

        Assert.Equal(0, world.Notifier.SubscriberCount);
    }

    [Fact]
    public async Task OpenPanelOfALabeler_StaysBlind_UntilTheOwnLabel()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var comments = Service(world);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        await GrantAsync(world, Role.Labeler, ann.Access);
        var item = await ann.TakeAsync();
        var subject = CommentSubject.Interaction(item.InteractionId);
        var time = new FakeTimeProvider(world.Time.GetUtcNow());
        await using var page = await OpenAsync(world, comments, ann.Access, time);
        var panel = page.Render<CommentsPanel>(p => p.Add(c => c.Subject, subject));
        await UntilAsync(panel, time, "hidden until you submit your label");
        await comments.AddAsync(lead, subject, "hint of a lead");
        await comments.AddAsync(ann.Access, subject, "own question");
        await UntilAsync(panel, time, "own question");
        Assert.DoesNotContain("hint of a lead", panel.Markup, StringComparison.Ordinal);
        await ann.SubmitAsync(item);
        world.Notifier.Publish(world.Workflow.Id);
        await UntilAsync(panel, time, "hint of a lead");
    }

    private static Task UntilAsync(IRenderedComponent<CommentsPanel> panel, FakeTimeProvider time, string text) =>
        Wait.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(panel.Markup.Contains(text, StringComparison.Ordinal));
            },
            text
        );

    private static async Task<BunitContext> OpenAsync(
        LabelingWorld world,
        CommentService comments,
        PersonAccess person,
        FakeTimeProvider time
    )
    {
        var services = new ServiceCollection()
            .AddSingleton(comments)
            .AddSingleton(world.Statements)
            .AddSingleton(world.Notifier)
            .BuildServiceProvider();
        return await PersonPage.OpenAsync(services, world.Contexts, person.UserId, time);
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

    private static async Task GrantAsync(LabelingWorld world, Role role, PersonAccess person)
    {
        await using var db = world.CreateContext();
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
