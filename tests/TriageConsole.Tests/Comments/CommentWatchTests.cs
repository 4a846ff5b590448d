using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data.Comments;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Comments;
using TriageConsole.Features.Notices;
using TriageConsole.Live;
using TriageConsole.Tests.Labeling;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Comments;

/// <summary>An instance learns of the comments that another instance changed.</summary>
public sealed class CommentWatchTests
{
    [Fact]
    public async Task OldComment_EditedOrDeletedOnAnotherInstance_IsPublished()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var subject = CommentSubject.Interaction((await ann.TakeAsync()).InteractionId);
        var elsewhere = Service(world);
        var old = (await elsewhere.AddAsync(lead, subject, "first version")).Value;
        await FillAsync(world, subject, lead.UserId, 450);

        var (time, published) = (new FakeTimeProvider(world.Time.GetUtcNow()), 0);
        using var watcher = new CounterWatcher(world.Contexts, world.Notifier, time, NullLogger<CounterWatcher>.Instance);
        using var subscription = world.Notifier.Subscribe(id =>
        {
            if (id == world.Workflow.Id)
                Interlocked.Increment(ref published);
            return Task.CompletedTask;
        });
        await watcher.StartAsync(TestContext.Current.CancellationToken);
        // The first look publishes every workflow, because what happened before is not known.
        await UntilAsync(1, "first look");
        Assert.True((await elsewhere.EditAsync(lead, old, "second version")).Ok);
        await UntilAsync(2, "edited");
        Assert.True((await elsewhere.DeleteAsync(lead, old)).Ok);
        await UntilAsync(3, "deleted");
        await watcher.StopAsync(TestContext.Current.CancellationToken);

        Task UntilAsync(int count, string what) =>
            Wait.UntilAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                    return Task.FromResult(Volatile.Read(ref published) >= count);
                },
                what
            );
    }

    /// <summary>More comments than an instance compares.</summary>
    private static async Task FillAsync(LabelingWorld world, CommentSubject subject, long authorId, int count)
    {
        await using var db = world.CreateContext();
        db.Comments.AddRange(
            Enumerable
                .Range(0, count)
                .Select(n => new Comment
                {
                    TenantId = world.Workflow.TenantId,
                    WorkflowId = world.Workflow.Id,
                    InteractionId = subject.InteractionId,
                    AuthorId = authorId,
                    Text = $"comment {n}",
                    CreatedAt = world.Time.GetUtcNow(),
                })
        );
        await db.SaveChangesAsync();
    }

    /// <summary>Writes as another instance does: the pages of this one are not told.</summary>
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
            new ChangeNotifier(NullLogger<ChangeNotifier>.Instance),
            world.Time
        );
}
