using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Features.Patterns;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Scoring;

/// <summary>Malicious feedback: one user with a burst of votes and fifty new accounts vote a good version down.</summary>
public sealed class PoisoningTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 10, 8, 0, 0, TimeSpan.Zero);
    private IngestFixture? fixture;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BurstOfOneUserAndFiftyNewAccounts_DoesNotChangeRankingsAndClasses(bool votesSayWhen)
    {
        fixture = await IngestFixture.CreateAsync();
        await HonestTrafficAsync();
        var before = await StateAsync();
        Assert.Contains("model version = bad", before.Patterns);
        Assert.DoesNotContain(before.Patterns, p => p.Contains("good", StringComparison.Ordinal));

        await AttackAsync(votesSayWhen);
        var after = await StateAsync();
        Assert.Equal(before.Patterns, after.Patterns);
        Assert.InRange(after.GoodRate - before.GoodRate, 0, 0.03);
        Assert.True(after.GoodRate < after.BadRate / 2);
        Assert.Equal(
            0,
            await fixture.QueryAsync(db =>
                db.Interactions.CountAsync(i => i.ModelVersion == "good" && i.ErrorClass != null && i.ErrorClass != 0)
            )
        );
        await AssertTopOfTheQueueIsBadAsync();
    }

    [Fact]
    public async Task SignalsOfOnePersonInAWindow_WeighAtMostTheCap()
    {
        fixture = await IngestFixture.CreateAsync();
        await fixture.SendAsync([
            .. Enumerable.Range(0, 100).Select(n => Event($"t{n}", "good", Start.AddDays(3).AddSeconds(n), "someone", $"u{n % 30}", false)),
        ]);
        await fixture.SendAsync([
            .. Enumerable
                .Range(0, 100)
                .Select(n =>
                    $$"""{"kind":"feedback","trace_id":"t{{n}}","id":"d{{n}}","name":"thumbs_down","value":true,"user_i"""
                    + $$"""d":"loud","timestamp":"{{Start.AddDays(3).AddSeconds(n):O}}"}"""
                ),
        ]);
        var weights = await fixture.QueryAsync(db =>
            db.Signals.Where(s => s.UserId == "loud").Select(s => s.Weight * s.Strength * s.Trust).ToListAsync()
        );
        Assert.Equal(100, weights.Count);
        // The full cap of 3 units at trust 0.8; each further signal has at most the minimum trust.
        Assert.InRange(weights.Sum(), 2.4, (3 * 0.8) + (97 * 0.8 * 0.05) + 0.1);
        Assert.InRange(await fixture.QueryAsync(db => db.Interactions.CountAsync(i => i.NeedsReview)), 1, 4);
    }

    private async Task HonestTrafficAsync()
    {
        var dice = new Random(11);
        var lines = Enumerable
            .Range(0, 2400)
            .Select(n =>
            {
                var version = n % 2 == 0 ? "good" : "bad";
                var fails = dice.NextDouble() < (version == "good" ? 0.06 : 0.35);
                return Event(
                    $"h{n}",
                    version,
                    Start.AddMinutes(n * 3),
                    $"case-{n}",
                    $"user-{dice.Next(150)}",
                    fails && dice.NextDouble() < 0.8
                );
            });
        foreach (var chunk in lines.Chunk(400))
            await fixture!.SendAsync(chunk);
    }

    /// <summary>In the last hours: 300 votes of a long known user within an hour, and ten votes each of fifty new accounts.</summary>
    private async Task AttackAsync(bool votesSayWhen)
    {
        var last = Start.AddMinutes(2400 * 3);
        string Vote(int n, string user) =>
            $$"""{"kind":"feedback","trace_id":"h{{2398 - (2 * (n % 600))}}","id":"v-{{user}}-{{n}}","name":"thumbs_dow"""
            + $$"""n","value":true,"user_i"""
            + $$"""d":"{{user}}"{{(votesSayWhen ? $",\"timestamp\":\"{last.AddSeconds(n * 7 % 3600):O}\"" : "")}}}""";
        await fixture!.SendAsync([.. Enumerable.Range(0, 300).Select(n => Vote(n, "user-7"))]);
        foreach (var chunk in Enumerable.Range(0, 500).Chunk(100))
            await fixture.SendAsync([.. chunk.Select(n => Vote(n, $"fresh-{n / 10}"))]);
    }

    private static async Task<double> RateAsync(TriageDbContext db, string version) =>
        (double)await db.Interactions.CountAsync(i => i.ModelVersion == version && i.NeedsReview)
        / await db.Interactions.CountAsync(i => i.ModelVersion == version);

    private async Task<(List<string> Patterns, double GoodRate, double BadRate)> StateAsync()
    {
        var id = await fixture!.QueryAsync(db => db.Workflows.Select(w => w.Id).SingleAsync());
        Assert.True(await fixture.Get<PatternSearch>().SearchAsync(id));
        return await fixture.QueryAsync(async db =>
            (
                await db.FailurePatterns.Where(p => p.IsCurrent).OrderBy(p => p.Rank).Select(p => p.Name).ToListAsync(),
                await RateAsync(db, "good"),
                await RateAsync(db, "bad")
            )
        );
    }

    private async Task AssertTopOfTheQueueIsBadAsync() =>
        await fixture!.QueryAsync(async db =>
        {
            var top = await db
                .QueueItems.Where(q => q.OpenSlots > 0 && q.Source == Data.Triage.QueueSource.Prioritized)
                .OrderByDescending(q => q.Priority)
                .Take(20)
                .Join(db.Interactions, q => q.InteractionId, i => i.Id, (q, i) => i.ModelVersion)
                .ToListAsync();
            Assert.InRange(top.Count(v => v == "bad"), 15, 20);
            return true;
        });

    private static string Event(string trace, string version, DateTimeOffset at, string task, string user, bool thumbsDown) =>
        $$"""{"trace_id":"{{trace}}","task_type":"chat","task_id":"{{task}}","model_version":"{{version}}","user_i"""
        + $$"""d":"{{user}}","timestamp":"{{at:O}}","input":"q","output":"a","feedback":["""
        + $$"""{{(thumbsDown ? $$"""{"feedback_type":"explicit","name":"thumbs_down","value":true,"user_id":"{{user}}"}""" : "")}}"""
        + $$"""]}""";

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
