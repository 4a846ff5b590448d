using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Tests.Releases;

namespace TriageConsole.Tests.Audit;

/// <summary>Every move of a release is in the audit log, and a promotion against its gates has its own action.</summary>
public sealed class RecordedReleaseTests
{
    [Fact]
    public async Task PromotionAgainstTheGates_AndRollback_AreRecordedWithTheirReasons()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        var canary = await world.CanaryAsync("r2");
        // A refused promotion is not recorded.
        Assert.False((await world.PromoteAsync(canary)).Ok);
        Assert.True((await world.PromoteAsync(canary, because: "the old one leaks data")).Ok);
        Assert.True((await world.RollBackAsync("r2", because: "complaints")).Ok);

        var recorded = await world.Services.QueryAsync(Recorded.AllAsync);
        // As many entries as transitions.
        Assert.Equal(
            await world.Services.QueryAsync(db => db.ReleaseTransitions.CountAsync()),
            recorded.Count(r => r.Action.StartsWith("release.", StringComparison.Ordinal))
        );
        var second = recorded.Where(r => r.Subject.EndsWith(" r2", StringComparison.Ordinal)).ToList();
        var overridden = Assert.Single(second, r => r.Action == AuditActions.GatesOverridden);
        Assert.EndsWith(" Aron", overridden.Actor, StringComparison.Ordinal);
        Assert.Contains("\"override_reason\":\"the old one leaks data\"", overridden.Details, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"complaints\"", second[^1].Details, StringComparison.Ordinal);
        Assert.Contains("\"to\":\"RolledBack\"", second[^1].Details, StringComparison.Ordinal);
    }
}
