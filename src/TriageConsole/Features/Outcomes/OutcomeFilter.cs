using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>The filter of a dashboard. Null values do not filter.</summary>
public sealed record OutcomeFilter
{
    /// <summary>The named spans; the last one is all data.</summary>
    public static readonly IReadOnlyList<(string Name, string Words, TimeSpan? Length)> Spans =
    [
        ("24h", "24 hours", TimeSpan.FromDays(1)),
        ("7d", "7 days", TimeSpan.FromDays(7)),
        ("30d", "30 days", TimeSpan.FromDays(30)),
        ("90d", "90 days", TimeSpan.FromDays(90)),
        ("all", "all", null),
    ];

    /// <summary>One of <see cref="Spans"/>. <see cref="From"/> and <see cref="To"/> take precedence.</summary>
    public string Span { get; init; } = "30d";

    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>A release, or a model as model_id@model_version if events name no release.</summary>
    public string? Version { get; init; }

    public string? Segment { get; init; }

    public string? Country { get; init; }

    /// <summary>Minutes per step, one of the grains of rollups. Null: depends on the span.</summary>
    public short? Grain { get; init; }

    /// <summary>The steps also depend on the amount of data, so that little traffic is not a row of single interactions.</summary>
    public bool FitsTraffic { get; init; }

    /// <summary>The compared periods. Null: the last week of the span and the week before.</summary>
    public ComparedPeriods? Compared { get; init; }

    public bool Holds(Slice slice) =>
        (Version is null || slice.Version == Version)
        && (Segment is null || slice.Segment == Segment)
        && (Country is null || slice.Country == Country);
}
