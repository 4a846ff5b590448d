using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;

namespace TriageConsole.Tests.Releases;

/// <summary>A rollback to any superseded version, with the versions that lie between.</summary>
public sealed class RollbackToVersionTests
{
    [Fact]
    public async Task ToAnEarlierVersion_MakesItLive_AndNamesTheSkippedVersionsInTheHistory()
    {
        await using var world = await WithThreeAsync();
        var row = await RowAsync(world, "one");
        Assert.Equal(["two"], row.Skipped);
        var result = await ToAsync(world, "one");
        Assert.Equal((true, "one is live again in place of three. Skipped: two."), (result.Ok, result.Message));
        Assert.Equal("one", await world.LiveNameAsync());
        Assert.Equal((ReleaseState.Superseded, ReleaseState.RolledBack), (await world.StateAsync("two"), await world.StateAsync("three")));
        var detail = await world
            .Services.Get<ReleaseDetailReader>()
            .ReadAsync(world.Approver, world.Workflow, (await world.ReleaseAsync("three")).Id);
        Assert.Equal("Rolled back to one. Skipped: two.", detail!.History[0].Reason);
    }

    [Fact]
    public async Task ToTheVersionBefore_SkipsNothing()
    {
        await using var world = await WithThreeAsync();
        Assert.Equal([], (await RowAsync(world, "two")).Skipped);
        Assert.Equal("two is live again in place of three.", (await ToAsync(world, "two")).Message);
    }

    [Fact]
    public async Task WithAnOutdatedPage_IsAConflict_AndChangesNothing()
    {
        await using var world = await WithThreeAsync();
        var row = await RowAsync(world, "one");
        var live = await world.LiveIdAsync();
        Assert.True((await world.RollBackAsync("three")).Ok);
        var result = await world.Rollback.RollBackToAsync(world.Approver, world.Workflow, row.Id, row.RowVersion, live, null);
        Assert.True(result.IsConflict);
        Assert.Equal("two", await world.LiveNameAsync());
    }

    [Fact]
    public async Task OfAVersionThatIsNotSuperseded_IsRefused_AndALeadCannotDoIt()
    {
        await using var world = await WithThreeAsync();
        await world.DraftAsync("four");
        Assert.True((await ToAsync(world, "four")).IsConflict);
        await Assert.ThrowsAsync<AccessDeniedException>(() => ToAsync(world, "one", world.Lead));
    }

    private static async Task<ReleaseWorld> WithThreeAsync()
    {
        var world = await ReleaseWorld.CreateAsync();
        foreach (var name in new[] { "one", "two", "three" })
            await world.LiveAsync(name);
        return world;
    }

    private static async Task<ReleaseRow> RowAsync(ReleaseWorld world, string name) =>
        (await world.Services.Get<ReleaseReader>().ListAsync(world.Approver, world.Workflow)).Releases.Single(r => r.Name == name);

    private static async Task<Core.Common.Result<long>> ToAsync(ReleaseWorld world, string name, PersonAccess? by = null)
    {
        var release = await world.ReleaseAsync(name);
        return await world.Rollback.RollBackToAsync(
            by ?? world.Approver,
            world.Workflow,
            release.Id,
            release.RowVersion,
            await world.LiveIdAsync(),
            null
        );
    }
}
