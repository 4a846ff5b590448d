using TriageConsole.Components;
using TriageConsole.Components.Charts;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>The figures of a dashboard as series. Each point links to its interactions.</summary>
internal static class OutcomeCharts
{
    /// <summary>The number of versions with their own series; the others share one.</summary>
    public const int MaxVersions = 6;

    /// <summary>The maximum number of segments or countries in a chart.</summary>
    public const int MaxParts = 12;

    /// <summary>Points with fewer measured outcomes are hollow.</summary>
    public const int Enough = 10;

    public static IReadOnlyList<ChartSeries> Versions(MetricView metric, OutcomeLinks links)
    {
        var drawn = metric.Versions.Where(v => v.Steps.Count > 0).ToList();
        var series = drawn
            .Take(MaxVersions)
            .Select((v, n) => new ChartSeries(v.Name!, Points(v.Steps, links, v.Name)) { Place = n })
            .ToList();
        if (drawn.Count > MaxVersions)
        {
            var others = drawn
                .Skip(MaxVersions)
                .SelectMany(v => v.Steps)
                .GroupBy(s => s.Start)
                .OrderBy(g => g.Key)
                .Select(g => new OutcomeStep(g.Key, g.Sum(s => s.Count), g.Select(s => s.Sums).Aggregate(OutcomeSums.Add)))
                .ToList();
            series.Add(new ChartSeries($"{drawn.Count - MaxVersions} others", Points(others, links, null)) { Tone = ChartTone.Muted });
        }

        return series;
    }

    public static IReadOnlyList<ChartMark> Marks(OutcomeView view, MetricView metric)
    {
        var drawn = metric.Versions.Where(v => v.Steps.Count > 0).Take(MaxVersions).Select(v => v.Name).ToHashSet();
        return
        [
            .. view.Appeared.Where(a => drawn.Contains(a.Version)).Select(a => new ChartMark(view.Span.Floor(a.At), a.Version)),
            .. view.Rubrics.Select(r => new ChartMark(r.At, $"rubric version {r.Number}", ChartMarkKind.Rubric)),
            .. metric.Changes.Select(c => new ChartMark(c.At, c.After > c.Before ? "outcome rises" : "outcome falls")),
        ];
    }

    public static IReadOnlyList<ChartSeries> Parts(IReadOnlyList<OutcomePart> parts, Func<OutcomePart, string?> link) =>
        [
            new ChartSeries(
                "Outcome",
                [
                    .. parts
                        .Where(p => p.Sums.Count > 0)
                        .Take(MaxParts)
                        .Select(p => new ChartPoint(
                            p.Name ?? "(none)",
                            p.Mean.Value,
                            p.Mean.Low,
                            p.Mean.High,
                            Behind(p.Sums.Count, p.Count),
                            link(p)
                        )
                        {
                            IsThin = p.Sums.Count < Enough,
                        }),
                ]
            )
            {
                Style = ChartStyle.Points,
                Tone = ChartTone.Accent,
            },
        ];

    public static IReadOnlyList<ChartSeries> Days(MetricView metric, OutcomeLinks links) =>
        [
            new ChartSeries("measured so far", [.. metric.Days.Select(d => Measured(d, links))]) { Tone = ChartTone.Muted },
            new ChartSeries(
                "measured and estimated",
                [
                    .. from d in metric.Days
                    where d.Estimate?.Value is not null
                    let e = d.Estimate!.Value
                    select new ChartPoint(
                        d.Day,
                        e.Value,
                        e.Low,
                        e.High,
                        $"{Figures.Rate(e.EstimatedShare)} of {Figures.Plural(e.Count, "interaction", "interactions")} estimated",
                        links.Day(d.Day, "no_outcome")
                    ),
                ]
            )
            {
                IsEstimated = true,
                Tone = ChartTone.Accent,
            },
        ];

    /// <summary>Interactions per step.</summary>
    public static IReadOnlyList<ChartSeries> Volume(OutcomeView view, OutcomeLinks links) =>
        [
            new ChartSeries(
                "Interactions",
                [.. view.Traffic.Steps.Select(s => new ChartPoint(s.Start, s.Interactions, Link: links.Step(s.Start)))]
            )
            {
                Style = ChartStyle.Bar,
                Tone = ChartTone.Accent,
            },
        ];

    public static IReadOnlyList<ChartSeries> Errors(OutcomeView view, OutcomeLinks links) =>
        [
            Rate("with a negative signal", view, s => s.Negatives, s => links.Step(s.Start, show: "questionable")) with
            {
                Tone = ChartTone.Bad,
            },
            Rate("ended in an error", view, s => s.Errors, s => links.Step(s.Start)) with
            {
                Tone = ChartTone.Muted,
            },
        ];

    public static IReadOnlyList<ChartSeries> Coverage(OutcomeView view, OutcomeLinks links) =>
        [Rate("with an outcome", view, s => s.WithOutcome, s => links.Step(s.Start, show: "no_outcome")) with { Tone = ChartTone.Accent }];

    public static IReadOnlyList<ChartSeries> Latency(OutcomeView view, OutcomeLinks links) =>
        [
            new ChartSeries(
                "mean",
                [
                    .. view
                        .Traffic.Steps.Where(s => s.LatencyMean is not null)
                        .Select(s => new ChartPoint(s.Start, s.LatencyMean, Link: links.Step(s.Start))),
                ]
            ),
            new ChartSeries(
                "p95 of the day",
                [
                    .. view.Traffic.Latency.Select(d => new ChartPoint(
                        Within(d.Day, view),
                        d.P95,
                        Text: $"of {Figures.Count(d.Count)}",
                        Link: links.Day(d.Day)
                    )),
                ]
            ),
        ];

    public static IReadOnlyList<ChartSeries> Tokens(OutcomeView view, OutcomeLinks links) =>
        [
            new ChartSeries(
                "Output tokens",
                [
                    .. view
                        .Traffic.Steps.Where(s => s.TokensEach is not null)
                        .Select(s => new ChartPoint(s.Start, s.TokensEach, Link: links.Step(s.Start))),
                ]
            ),
        ];

    public static IReadOnlyList<ChartSeries> Cost(OutcomeView view, OutcomeLinks links, string currency) =>
        [
            new ChartSeries(
                currency,
                [
                    .. view
                        .Traffic.Steps.Where(s => s.Costs.ContainsKey(currency))
                        .Select(s => new ChartPoint(s.Start, s.Costs[currency], Link: links.Step(s.Start))),
                ]
            ),
        ];

    /// <summary>Midnight of the day, or the first step if that is later.</summary>
    private static DateTimeOffset Within(DateOnly day, OutcomeView view)
    {
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        return view.Traffic.Steps.Count > 0 && view.Traffic.Steps[0].Start is var first && first > midnight ? first : midnight;
    }

    private static ChartSeries Rate(string name, OutcomeView view, Func<TrafficStep, long> count, Func<TrafficStep, string?> link) =>
        new(
            name,
            [
                .. view.Traffic.Steps.Select(s =>
                {
                    var n = Math.Max(0, count(s));
                    var rate = MeanEstimate.Of(new OutcomeSums(s.Interactions, n, n));
                    return new ChartPoint(
                        s.Start,
                        rate.Value,
                        rate.Low,
                        rate.High,
                        $"{Figures.Count(n)} of {Figures.Plural(s.Interactions, "interaction", "interactions")}",
                        link(s)
                    )
                    {
                        IsThin = s.Interactions < Enough,
                    };
                }),
            ]
        );

    private static List<ChartPoint> Points(IReadOnlyList<OutcomeStep> steps, OutcomeLinks links, string? version) =>
        [
            .. steps
                .Where(s => s.Sums.Count > 0)
                .Select(s => new ChartPoint(
                    s.Start,
                    s.Mean.Value,
                    s.Mean.Low,
                    s.Mean.High,
                    Behind(s.Sums.Count, s.Count),
                    links.Step(s.Start, version)
                )
                {
                    IsThin = s.Sums.Count < Enough,
                }),
        ];

    private static ChartPoint Measured(OutcomeDay day, OutcomeLinks links)
    {
        var mean = MeanEstimate.Of(day.Measured);
        return new ChartPoint(day.Day, mean.Value, mean.Low, mean.High, $"{Figures.Count(day.Measured.Count)} measured", links.Day(day.Day))
        {
            IsThin = day.Measured.Count < Enough,
        };
    }

    private static string Behind(long measured, long count) =>
        measured == count ? $"{Figures.Count(measured)} measured" : $"{Figures.Count(measured)} of {Figures.Count(count)} measured";
}
