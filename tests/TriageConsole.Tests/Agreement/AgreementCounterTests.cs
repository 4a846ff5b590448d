using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Agreement;

public sealed class AgreementCounterTests
{
    private const string YesNo =
        """{"title":"R","instructions":"","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true}]}""";

    [Fact]
    public async Task Count_NewChangedAndWithdrawnLabels_EqualsAFullRecount()
    {
        await using var w = await AgreementWorld.CreateAsync(30);
        var random = new Random(7);
        for (var round = 0; round < 6; round++)
        {
            await w.ImportAsync(
                Enumerable
                    .Range(0, 60)
                    .Select(_ =>
                        AgreementWorld.Line(
                            $"t{random.Next(30)}",
                            $"r{(round * 2) + random.Next(4)}",
                            random.Next(3) switch
                            {
                                0 => "Yes",
                                1 => "No",
                                _ => "Unsure",
                            }
                        )
                    )
            );
            // Withdraws some labels of labelers who send no more.
            string[] gone = [$"r{(round * 2) - 2}", $"r{(round * 2) - 1}"];
            await w.Fixture.QueryAsync(db =>
                db.Labels.Where(l => l.InteractionId % 3 == 0 && l.IsCurrent && gone.Contains(l.Labeler!.Key))
                    .ExecuteUpdateAsync(s => s.SetProperty(l => l.IsCurrent, false))
            );
            await w.Counter.CatchUpAsync();
            await w.AssertCountsAsync();
        }
    }

    [Fact]
    public async Task Count_ByFourInstancesAtOnceWhileLabelsArrive_CountsEachOnce()
    {
        await using var w = await AgreementWorld.CreateAsync(40);
        var importing = Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(labeler =>
                    Task.Run(() =>
                        w.ImportAsync(
                            Enumerable
                                .Range(0, 40)
                                .Select(n => AgreementWorld.Line($"t{n}", $"r{labeler}", n % 3 == labeler % 3 ? "a" : "b"))
                        )
                    )
                )
        );
        var counting = Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (!importing.IsCompleted)
                            await w.Counter.CatchUpAsync();
                    })
                )
        );
        await Task.WhenAll(importing, counting);
        await w.Counter.CatchUpAsync();
        await w.AssertCountsAsync();
        Assert.Equal(160, (await w.ReportAsync("quality")).Figures.Labels);
    }

    [Fact]
    public async Task Report_OfDices_MatchesThePublishedAlpha()
    {
        await using var w = await AgreementWorld.CreateAsync(0 + 1);
        await w.Fixture.SendAsync(await SharedData.ReadAllAsync("dices_350.jsonl.gz"));
        await w.ImportAsync(Encoding.UTF8.GetString(await SharedData.ReadAllAsync("dices_350_labels.jsonl.gz")));
        await w.Counter.CatchUpAsync();
        await w.AssertCountsAsync();
        var workflow = await w.Fixture.QueryAsync(db => db.AgreementCriteria.Select(c => new { c.Id, c.WorkflowId }).SingleAsync());
        var report = (
            await w.Agreement.ReportAsync(
                workflow.WorkflowId,
                (await w.Agreement.QuestionsAsync(workflow.WorkflowId, default)).Single(),
                null,
                null,
                default
            )
        )!;
        Assert.Equal(0.169553398295, report.Figures.Alpha[MeasurementLevel.Nominal].Value!.Value, 1e-11);
        Assert.Equal(0.566224, report.Figures.Raw.Value!.Value, 1e-6);
        Assert.Equal((228, 228, 28_044), (report.Figures.Items, report.Figures.PairedItems, report.Figures.Labels));
        Assert.Empty(report.Pairs);
        Assert.Equal(["No", "Yes"], new[] { report.Confusions[0].A, report.Confusions[0].B });
    }

    [Fact]
    public async Task Report_OfOrdinalLabels_ComparesPairsAndWeeksByRank()
    {
        await using var w = await AgreementWorld.CreateAsync(12);
        int?[][] ratings =
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, null],
            [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
        ];
        await w.ImportAsync(
            ratings.SelectMany(
                (row, labeler) =>
                    row.Select((value, n) => (value, n))
                        .Where(x => x.value is not null)
                        .Select(x => AgreementWorld.Line($"t{x.n}", $"r{labeler}", x.value!.Value.ToString(CultureInfo.InvariantCulture)))
            )
        );
        var report = await w.ReportAsync("quality");
        Assert.Equal(MeasurementLevel.Ordinal, report.Question.Level);
        Assert.Equal(0.8153875037548814, report.Alpha.Value!.Value, 1e-9);
        Assert.Equal(0.8491071428571428, report.Figures.Alpha[MeasurementLevel.Interval].Value!.Value, 1e-9);
        Assert.Equal(0.775444068126995, report.Figures.GwetAc1.Value!.Value, 1e-9);
        Assert.Equal(0.7611692754224112, report.Figures.FleissKappa.Value!.Value, 1e-9);
        Assert.Equal(6, report.Pairs.Count);
        Assert.Equal(report.Alpha.Value!.Value, Assert.Single(report.Weeks).Alpha.Value!.Value, 1e-12);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        Assert.Equal(0, (await w.ReportAsync("quality", to: today.AddDays(-2))).Figures.Items);
        Assert.Equal(12, (await w.ReportAsync("quality", from: today.AddDays(-2))).Figures.Items);
    }

    [Fact]
    public async Task Report_OneCategoryOneLabelerOrNumbersOutOfRange_GivesTheReason()
    {
        await using var w = await AgreementWorld.CreateAsync(5);
        await w.ImportAsync(Enumerable.Range(0, 10).Select(n => AgreementWorld.Line($"t{n % 5}", $"r{n / 5}", "same", "one")));
        await w.ImportAsync(Enumerable.Range(0, 5).Select(n => AgreementWorld.Line($"t{n}", "r0", n % 2 == 0 ? "a" : "b", "alone")));
        await w.ImportAsync([
            AgreementWorld.Line("t0", "r0", "NaN", "odd"),
            AgreementWorld.Line("t0", "r1", "Infinity", "odd"),
            AgreementWorld.Line("t1", "r0", "-1", "odd"),
            AgreementWorld.Line("t1", "r1", "1e308", "odd"),
        ]);
        var one = await w.ReportAsync("one");
        Assert.Equal(AgreementFigure.OneCategory, one.Alpha.Why);
        Assert.Equal((1d, 1d), (one.Figures.Raw.Value, one.Figures.GwetAc1.Value));
        Assert.Equal(AgreementFigure.NothingPaired, (await w.ReportAsync("alone")).Alpha.Why);
        var odd = await w.ReportAsync("odd");
        Assert.Equal(MeasurementLevel.Nominal, odd.Question.Level);
        Assert.True(odd.Alpha.Value is { } value && double.IsFinite(value));
    }

    [Fact]
    public async Task Read_ImportedLabels_JoinTheMatchingQuestionEvenIfItIsAskedLater()
    {
        await using var w = await AgreementWorld.CreateAsync(3);
        await w.ImportAsync(AgreementWorld.Line("t0", "llm:judge", "Yes"), AgreementWorld.Line("t1", "llm:judge", "partly"));
        Assert.True((await w.ReportAsync("quality")).Question.IsImported);
        await w.PublishAsync(YesNo);
        await w.Counter.CatchUpAsync();
        await w.AssertCountsAsync();
        var questions = await w.QuestionsAsync();
        Assert.Equal([(false, true), (true, true)], questions.Where(q => q.Key == "quality").Select(q => (q.IsImported, q.IsAsked)));
        Assert.Equal(1, (await w.Agreement.ReportAsync(w.WorkflowId, questions[0], null, null, default))!.Figures.Labels);
    }

    [Fact]
    public async Task Read_NewMeaning_IsCountedSeparatelyAndAnAddedQuestionChangesNothing()
    {
        await using var w = await AgreementWorld.CreateAsync(4);
        await w.PublishAsync(YesNo);
        await w.ImportAsync(Enumerable.Range(0, 8).Select(n => AgreementWorld.Line($"t{n % 4}", $"r{n / 4}", n == 5 ? "no" : "yes")));
        await w.PublishAsync(
            YesNo
                .Replace(
                    "]}",
                    ""","required":false},{"key":"tone","kind":"ordinal","label":"Tone","min":1,"max":5}]}""",
                    StringComparison.Ordinal
                )
                .Replace("\"required\":true},\"required\"", "\"required\"", StringComparison.Ordinal)
        );
        await w.Counter.CatchUpAsync();
        await w.ImportAsync(AgreementWorld.Line("t0", "r2", "no"));
        var same = Assert.Single(await AfterAsync(w), q => q.Key == "quality");
        Assert.Equal(1, same.SinceNumber);

        await w.PublishAsync(YesNo.Replace("Good?", "Good enough to send?", StringComparison.Ordinal));
        await w.ImportAsync(AgreementWorld.Line("t0", "r3", "no"));
        var both = (await AfterAsync(w)).Where(q => q.Key == "quality").ToList();
        Assert.Equal([(3, true), (1, false)], both.Select(q => (q.SinceNumber, q.IsAsked)));
        Assert.Equal(["Good enough to send?", "Good?"], both.Select(q => q.Label));
        Assert.Equal(9, (await w.Agreement.ReportAsync(w.WorkflowId, both[1], null, null, default))!.Figures.Labels);
    }

    [Fact]
    public async Task Count_TenThousandCategories_GivesNoReason()
    {
        await using var w = await AgreementWorld.CreateAsync(200);
        await w.ImportAsync(Enumerable.Range(0, 10_000).Select(n => AgreementWorld.Line($"t{n % 200}", $"r{n / 200}", $"word {n}")));
        var report = await w.ReportAsync("quality");
        Assert.Equal((200, 10_000), (report.Figures.Items, report.Figures.Labels));
        Assert.True(report.Alpha.Value < 0.001);
    }

    private static async Task<IReadOnlyList<Features.Agreement.Statistics.AgreementQuestion>> AfterAsync(AgreementWorld w)
    {
        await w.Counter.CatchUpAsync();
        await w.AssertCountsAsync();
        return await w.QuestionsAsync();
    }
}
