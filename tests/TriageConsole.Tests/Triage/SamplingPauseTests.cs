using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Triage;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Triage;

/// <summary>With much traffic, sampling rounds of a workflow are a minute apart.</summary>
public sealed class SamplingPauseTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private IngestFixture? fixture;

    [Fact]
    public async Task Rounds_OfMuchTraffic_AreAMinuteApart()
    {
        var time = new FakeTimeProvider(Now);
        fixture = await IngestFixture.CreateAsync(time);
        var workflow = await SendFailedAsync(600, 0);
        var rounds = fixture.Get<SamplingService>();
        Assert.Contains(workflow, await rounds.DueAsync());
        Assert.True(await rounds.DrawAsync(workflow) > 0);
        await SendFailedAsync(300, 600);
        Assert.DoesNotContain(workflow, await rounds.DueAsync());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains(workflow, await rounds.DueAsync());
        // The budget of the week counts the candidates of the first round and those that wait. Some are in the audit sample with certainty.
        Assert.True(await rounds.DrawAsync(workflow) > 0);
        var (needReview, taken) = await fixture.QueryAsync(async db =>
            (await db.SamplingCandidates.CountAsync() + 50, await db.QueueItems.CountAsync(q => q.Source == QueueSource.Prioritized))
        );
        Assert.InRange(needReview, 850, 900);
        Assert.Equal((int)Math.Floor(Math.Ceiling(0.15 * needReview) * 0.8), taken);
    }

    private async Task<long> SendFailedAsync(int count, int from)
    {
        await fixture!.SendAsync([
            .. Enumerable
                .Range(from, count)
                .Select(n => IngestFixture.Event($"m{n}", "\"outcome_metric_name\":\"ok\",\"outcome_metric_value\":0.1", $"m{n}")),
        ]);
        return await fixture.QueryAsync(db => db.Workflows.Select(w => w.Id).SingleAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
