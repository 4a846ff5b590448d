using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.DataHealth;

namespace TriageConsole.Tests.DataHealth;

/// <summary>Findings from series that were read while outcomes arrived.</summary>
public sealed class SeriesFindingsTests
{
    private static readonly DateTimeOffset First = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The steps were read before an outcome came, the signals after it. A signal that all interactions have then had more outcomes than
    /// there were, and the check failed.
    /// </summary>
    [Fact]
    public void OutcomeThatArrivesBetweenTwoReads_DoesNotFailTheCheck()
    {
        var steps = Days(n => new SeriesStep(First.AddDays(n), "resolved", "v1", 100, 10, new OutcomeSums(99, 60, 60)));
        var found = Find(steps, n => new OutcomeSums(100, 60, 60), _ => new OutcomeSums(100, 60, 60));
        Assert.DoesNotContain(found, f => f.Kind == FindingKind.ProxyLost);
    }

    [Fact]
    public void SignalThatStopsPredicting_IsFound_FromTheSignalsAlone()
    {
        var steps = Days(n => new SeriesStep(First.AddDays(n), "resolved", "v1", 400, 40, default));
        var found = Find(
            steps,
            n => n < 15 ? new OutcomeSums(200, 20, 20) : new OutcomeSums(200, 110, 110),
            _ => new OutcomeSums(400, 220, 220)
        );
        Assert.Equal("thumbs down", Assert.Single(found, f => f.Kind == FindingKind.ProxyLost).Subject);
    }

    /// <summary>The mean of yes/no outcomes is a share: 85 of 100 before, 68 of 100 since.</summary>
    [Theory]
    [InlineData(true, "Mean resolved went from 85 % to 68 %, which is worse; p < 0.001.")]
    [InlineData(false, "Mean resolved went from 1.7 to 1.36, which is worse; p < 0.001.")]
    public void ShiftOfOutcomes_IsDescribed_AsSharesOrInTheirUnit(bool areYesNo, string expected)
    {
        var steps = Days(n => n < 15 ? 85 : 68)
            .Select((good, n) => new SeriesStep(First.AddDays(n), "resolved", "v1", 100, 10, Outcomes(good)))
            .ToList();
        var found = Find(steps, _ => default, _ => default);
        Assert.Equal(expected, Assert.Single(found, f => f.Kind == FindingKind.OutcomeShift).Explanation);

        // Each outcome is 0 or 1, or 0 or 2.
        OutcomeSums Outcomes(int good) => areYesNo ? new(100, good, good) : new(100, 2 * good, 4 * good);
    }

    private static List<Noticed> Find(List<SeriesStep> days, Func<int, OutcomeSums> with, Func<int, OutcomeSums> all) =>
        [
            .. new SeriesFindings(
                new WorkflowSeries(
                    days,
                    TimeSpan.FromDays(1),
                    days,
                    [
                        .. Days(n => new SignalDay(First.AddDays(n), "resolved", "thumbs down", with(n))),
                        .. Days(n => new SignalDay(First.AddDays(n), "resolved", null, all(n))),
                    ]
                ),
                _ => false
            ).Find(),
        ];

    private static List<T> Days<T>(Func<int, T> day) => [.. Enumerable.Range(0, 20).Select(day)];
}
