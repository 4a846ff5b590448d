using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Comments;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Tests.Patterns;

/// <summary>Snooze, activity and comments of patterns.</summary>
public sealed class PatternActivityTests
{
    [Fact]
    public async Task Snoozed_IsHidden_UntilTheDayOrTheGrowth()
    {
        await using var world = await PatternWorld.CreateAsync();
        var (workflow, lead, id) = await world.PlantAsync();
        var service = world.Services.Get<PatternService>();
        Assert.True((await service.SnoozeAsync(lead, workflow, id, PatternWorld.Noon.AddDays(2), 0.5)).Ok);
        Assert.Equal((0, 1, 1), await ListsAsync(world, lead, workflow));

        // 40 failures grow by half at 60.
        await SetFailuresAsync(world, 59);
        Assert.Equal((0, 1, 1), await ListsAsync(world, lead, workflow));
        await SetFailuresAsync(world, 60);
        Assert.Equal((1, 0, 0), await ListsAsync(world, lead, workflow));
        await SetFailuresAsync(world, 40);
        world.Clock.Now = PatternWorld.Noon.AddDays(2);
        Assert.Equal((1, 0, 0), await ListsAsync(world, lead, workflow));
        Assert.Equal(
            (1, 0),
            (
                (await service.OverviewAsync(lead)).Items.Single().Waiting,
                await world.Services.QueryAsync(db => db.PatternEvents.CountAsync(e => e.Kind == PatternEventKind.SnoozeEnded))
            )
        );
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0d, null)]
    [InlineData(-1d, 0.5)]
    [InlineData(400d, null)]
    // The last day of the calendar.
    [InlineData(2_912_119d, null)]
    [InlineData(1d, 0d)]
    [InlineData(1d, double.NaN)]
    [InlineData(null, -0.5)]
    public async Task WrongSnooze_IsRefused(double? days, double? growth)
    {
        await using var world = await PatternWorld.CreateAsync();
        var (workflow, lead, id) = await world.PlantAsync();
        DateTimeOffset? until = days is { } d ? PatternWorld.Noon.AddDays(d) : null;
        var result = await world.Services.Get<PatternService>().SnoozeAsync(lead, workflow, id, until, growth);
        Assert.False(result.Ok);
        Assert.Equal((1, 0, 0), await ListsAsync(world, lead, workflow));
    }

    [Fact]
    public async Task Activity_HasChanges_TheNewestFirst_AndCommentsAreNextToIt()
    {
        await using var world = await PatternWorld.CreateAsync();
        var (workflow, lead, id) = await world.PlantAsync();
        var service = world.Services.Get<PatternService>();
        await service.ChangeAsync(lead, workflow, id, new(PatternState.New, null), PatternState.Fixing, lead.UserId);
        await service.SnoozeAsync(lead, workflow, id, null, 1);
        await service.EndSnoozeAsync(lead, workflow, id);
        var activity = await service.ActivityAsync(lead, workflow, id);
        Assert.Equal(["snooze ended", "snooze", "owner", "status"], activity.Select(a => a.Kind));
        Assert.Equal(
            ("Mira", "until 80 failures", "Mira", "new → fixing"),
            (activity[0].Person, activity[1].Text, activity[2].Text, activity[3].Text)
        );

        var comments = world.Services.Get<CommentService>();
        Assert.True((await comments.AddAsync(lead, CommentSubject.Pattern(id), " <b>Prompt 7</b> is the cause. ")).Ok);
        Assert.Equal("<b>Prompt 7</b> is the cause.", (await comments.ReadAsync(lead, CommentSubject.Pattern(id)))!.Rows.Single().Text);
    }

    [Fact]
    public async Task Changes_AreOnlyForLeadsOfTheWorkflow()
    {
        await using var world = await PatternWorld.CreateAsync();
        var (workflow, lead, id) = await world.PlantAsync();
        var (service, comments) = (world.Services.Get<PatternService>(), world.Services.Get<CommentService>());
        var labeler = lead with { Grants = [new Grant(Role.Labeler, workflow.TenantId, workflow.Id)] };
        Assert.Equal(ErrorKind.NotFound, (await comments.AddAsync(lead, CommentSubject.Pattern(id + 1), "x")).Error?.Kind);
        Assert.Equal(ErrorKind.NotFound, (await comments.AddAsync(labeler, CommentSubject.Pattern(id), "x")).Error?.Kind);
        Assert.Null(await comments.ReadAsync(labeler, CommentSubject.Pattern(id)));
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.SnoozeAsync(labeler, workflow, id, null, 1));
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.EndSnoozeAsync(labeler, workflow, id));
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.ActivityAsync(labeler, workflow, id));
        // A pattern of another workflow is not found by its number.
        var other = workflow with
        {
            Id = workflow.Id + 1,
        };
        var admin = lead with { Grants = [new Grant(Role.Admin, null, null)] };
        await service.SnoozeAsync(lead, workflow, id, null, 1);
        Assert.Empty(await service.ActivityAsync(admin, other, id));
    }

    private static async Task<(int Shown, int Snoozed, int Counted)> ListsAsync(PatternWorld world, PersonAccess lead, WorkflowRef workflow)
    {
        var service = world.Services.Get<PatternService>();
        return (
            (await service.PageAsync(lead, workflow, inForce: true, 1)).Patterns.Total,
            (await service.PageAsync(lead, workflow, inForce: true, 1, snoozed: true)).Patterns.Total,
            await service.CountSnoozedAsync(lead, workflow)
        );
    }

    private static Task<int> SetFailuresAsync(PatternWorld world, long failures) =>
        world.Services.QueryAsync(db => db.FailurePatterns.ExecuteUpdateAsync(s => s.SetProperty(p => p.Failures, failures)));
}
