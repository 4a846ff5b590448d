using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Sampling;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Scoring;
using TriageConsole.Tests.Ingest;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.Scoring;

/// <summary>A signal counts the same with its interaction, in the same batch, later, or before it.</summary>
public sealed class OnePathTests
{
    private const int Count = 40;

    [Fact]
    public async Task Signals_InAnyOrderOfArrival_GiveTheSameScoresAndItems()
    {
        var dice = new Random(11);
        var feedback = Enumerable.Range(0, Count).Select(n => Feedback(n, dice)).ToList();
        string[] bare = [.. Enumerable.Range(0, Count).Select(n => Event($"t{n}", task: $"k{n}"))];
        string[] late = [.. feedback.SelectMany((own, n) => own.Select(f => $$"""{"kind":"feedback","trace_id":"t{{n}}",{{f}}}"""))];

        await using var along = await CreateAsync();
        await along.SendAsync([
            .. feedback.Select((own, n) => Event($"t{n}", $"\"feedback\":[{string.Join(',', own.Select(f => $"{{{f}}}"))}]", $"k{n}")),
        ]);
        var expected = await PlacesAsync(along);
        Assert.Contains(expected, p => p.Contains("True", StringComparison.Ordinal));
        Assert.Contains(expected, p => p.Contains("False", StringComparison.Ordinal));

        await using var together = await CreateAsync();
        await together.SendAsync([.. bare, .. late]);
        Assert.Equal(expected, await PlacesAsync(together));

        await using var later = await CreateAsync();
        await later.SendAsync(bare);
        Assert.Equal(late.Length, (await later.SendAsync(late)).Joined);
        Assert.Equal(expected, await PlacesAsync(later));

        await using var before = await CreateAsync();
        Assert.Equal(late.Length, (await before.SendAsync(late)).Waiting);
        Assert.Equal(late.Length, (await before.SendAsync(bare)).JoinedFromWaiting);
        Assert.Equal(expected, await PlacesAsync(before));
    }

    [Fact]
    public async Task Priorities_OfStoredItems_FollowTheFormula()
    {
        var dice = new Random(12);
        await using var f = await CreateAsync();
        await f.SendAsync([
            .. Enumerable
                .Range(0, Count)
                .Select(n =>
                    Event($"t{n}", $"\"segment\":\"s{n % 3}\",\"feedback\":[{string.Join(',', Feedback(n, dice).Select(s => $"{{{s}}}"))}]")
                ),
        ]);
        await f.SendAsync([
            .. Enumerable.Range(0, Count).Select(n => $$"""{"kind":"feedback","trace_id":"t{{n}}","name":"thumbs_down","value":true}"""),
        ]);
        await f.QueryAsync(async db =>
        {
            var workflow = await IngestWorkflow.LoadAsync(db, await db.Workflows.Select(w => w.Id).SingleAsync(), default);
            var items = await db
                .QueueItems.Where(q => q.Source == QueueSource.Prioritized)
                .Join(db.Interactions, q => q.InteractionId, i => i.Id, (q, i) => new { Item = q, Interaction = i })
                .ToListAsync();
            Assert.NotEmpty(items);
            Assert.All(
                items,
                x =>
                {
                    var i = x.Interaction;
                    var formula = new ItemPriority(i.Suspicion, workflow.SegmentWeight(i.Segment), workflow.Impact).Value;
                    Assert.Equal(formula, x.Item.Priority, 12);
                }
            );
            return true;
        });
    }

    /// <summary>Signals without a user and a time: their weight depends only on the session, which is the interaction's own.</summary>
    private static List<string> Feedback(int n, Random dice)
    {
        string[] all =
        [
            """ "name":"thumbs","value":"down" """,
            """ "name":"rating_1_5","value":4 """,
            """ "name":"retry","value":true,"feedback_type":"implicit" """,
            """ "name":"copied","value":true,"feedback_type":"implicit" """,
            """ "name":"groundedness","value":0.2,"feedback_type":"system" """,
            """ "name":"tests_pass","value":false,"feedback_type":"system" """,
        ];
        return [.. all.Where(_ => dice.Next(3) == 0).Select((text, s) => $"\"id\":\"f{n}-{s}\",{text.Trim()}")];
    }

    private static Task<List<string>> PlacesAsync(IngestFixture f) =>
        f.QueryAsync(async db =>
        {
            var items = (await db.QueueItems.ToListAsync()).ToLookup(q => q.InteractionId);
            var signals = (await db.Signals.ToListAsync()).ToLookup(s => s.InteractionId);
            return (await db.Interactions.OrderBy(i => i.TraceId).ToListAsync()).ConvertAll(i =>
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{i.TraceId} {i.Suspicion:0.000000000} {i.NeedsReview} {SignalRows.Score(signals[i.Id]):0.000000000} "
                )
                + string.Join(
                    ' ',
                    items[i.Id]
                        .OrderBy(q => q.Source)
                        .Select(q => $"{q.Source} {q.Priority:0.0000} {q.OpenSlots} {q.InclusionProbability:0.000}")
                )
            );
        });
}
