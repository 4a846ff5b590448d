using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Agreement.Consensus;

namespace TriageConsole.Tests.Agreement;

public sealed class ConsensusTests
{
    /// <summary>Four accurate labelers and one who guesses.</summary>
    private static async Task<AgreementWorld> WorldAsync(int items)
    {
        var w = await AgreementWorld.CreateAsync(items);
        var random = new Random(3);
        await w.ImportAsync(
            from n in Enumerable.Range(0, items)
            from r in Enumerable.Range(0, 5)
            let truth = n % 2 == 0 ? "good" : "bad"
            let other = n % 2 == 0 ? "bad" : "good"
            select AgreementWorld.Line(
                $"t{n}",
                $"r{r}",
                r == 4 ? (random.Next(2) == 0 ? "good" : "bad")
                    : random.Next(20) == 0 ? other
                    : truth
            )
        );
        await w.Counter.CatchUpAsync();
        await w.Fixture.Get<ConsensusService>().CatchUpAsync();
        return w;
    }

    [Fact]
    public async Task Fit_LabelerWhoGuesses_HasLowAccuracy()
    {
        await using var w = await WorldAsync(120);
        var qualities = await w.Fixture.QueryAsync(db =>
            (
                from q in db.LabelerQualities
                join l in db.Labelers on q.LabelerId equals l.Id
                select new
                {
                    l.Key,
                    q.Labels,
                    Share = q.ExpectedRight / q.Labels,
                }
            ).ToDictionaryAsync(q => q.Key)
        );
        Assert.All(qualities.Where(q => q.Key != "r4"), q => Assert.True(q.Value.Share > 0.9));
        Assert.InRange(qualities["r4"].Share, 0.35, 0.65);
        Assert.All(qualities.Values, q => Assert.Equal(120, q.Labels));
        Assert.Empty(await w.Fixture.Get<ConsensusService>().DueAsync());
    }

    [Fact]
    public async Task Disagreements_AreMostUncertainFirst_AndCloseWhenLabelersAgree()
    {
        await using var w = await AgreementWorld.CreateAsync(3);
        await w.ImportAsync(
            AgreementWorld.Line("t0", "r0", "a"),
            AgreementWorld.Line("t0", "r1", "a"),
            AgreementWorld.Line("t0", "r2", "b"),
            AgreementWorld.Line("t1", "r0", "a"),
            AgreementWorld.Line("t1", "r1", "b"),
            AgreementWorld.Line("t2", "r0", "a"),
            AgreementWorld.Line("t2", "r1", "a")
        );
        await w.Counter.CatchUpAsync();
        var rows = await RowsAsync(w);
        Assert.Equal([("t1", 0.5, 2), ("t0", 0.333, 3)], rows.Select(r => (r.Trace, Math.Round(r.Row.Severity, 3), r.Row.Labelers)));
        Assert.All(rows, r => Assert.Equal("quality", r.Row.Questions));

        await w.ImportAsync(AgreementWorld.Line("t1", "r1", "a"));
        await w.Counter.CatchUpAsync();
        Assert.Equal(["t0"], (await RowsAsync(w)).Select(r => r.Trace));
    }

    [Fact]
    public async Task Disagreements_AfterAFit_GiveTheGuesserLessWeight()
    {
        await using var w = await WorldAsync(120);
        await w.Fixture.SendAsync(Ingest.IngestFixture.Event("x"), Ingest.IngestFixture.Event("y"));
        await w.ImportAsync(
            AgreementWorld.Line("x", "r0", "good"),
            AgreementWorld.Line("x", "r4", "bad"),
            AgreementWorld.Line("y", "r0", "good"),
            AgreementWorld.Line("y", "r1", "bad")
        );
        await w.Counter.CatchUpAsync();
        var rows = (await RowsAsync(w)).ToDictionary(r => r.Trace, r => r.Row.Severity);
        Assert.True(rows["x"] < 0.2);
        Assert.True(rows["y"] > 0.3);
    }

    private static Task<List<(string Trace, Disagreement Row)>> RowsAsync(AgreementWorld w) =>
        w.Fixture.QueryAsync(async db =>
            (
                await (
                    from d in db.Disagreements
                    join i in db.Interactions on d.InteractionId equals i.Id
                    orderby d.Severity descending
                    select new { i.TraceId, Row = d }
                ).ToListAsync()
            ).ConvertAll(r => (r.TraceId, r.Row))
        );
}
