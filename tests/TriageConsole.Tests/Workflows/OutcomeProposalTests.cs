using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Releases;

namespace TriageConsole.Tests.Workflows;

/// <summary>The outcome metrics that the settings of a new workflow propose.</summary>
public sealed class OutcomeProposalTests
{
    [Fact]
    public async Task MetricsInTheData_AreProposedToLeads()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.SendAsync("one", 19, 14);
        var proposals = world.Services.Get<OutcomeProposals>();
        var found = Assert.Single(await proposals.FindAsync(world.Lead, world.Workflow));
        Assert.Equal(("resolved", 20L, 0.75, true), (found.Metric, found.Outcomes, found.Mean, found.IsShare));
        await Assert.ThrowsAsync<AccessDeniedException>(() => proposals.FindAsync(world.Approver, world.Workflow));
    }
}
