using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>What a dashboard looks at. What is not set does not narrow.</summary>
public sealed record OutcomeFilter
{
    /// <summary>The lengths that can be asked for by name; the last is all there is.</summary>
    public static readonly IReadOnlyList<(string Name, string Words, TimeSpan? Length)> Spans =
    [
        ("24h", "24 hours", TimeSpan.FromDays(1)),
        ("7d", "7 days", TimeSpan.FromDays(7)),
        ("30d", "30 days", TimeSpan.FromDays(30)),
        ("90d", "90 days", TimeSpan.FromDays(90)),
        ("all", "all", null),
    ];

    /// <summary>One of <see cref="Spans"/>; a time of its own goes before it.</summary>
    public string Span { get; init; } = "30d";

    public DateTimeOffset? From { get; init; }

    /// <summary>Not included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>A release, or where none is named a model as model_id@model_version.</summary>
    public string? Version { get; init; }

    public string? Segment { get; init; }

    public string? Country { get; init; }

    /// <summary>Minutes of a step, one of the rollups' grains; without one the span decides.</summary>
    public short? Grain { get; init; }

    public bool Holds(Slice slice) =>
        (Version is null || slice.Version == Version)
        && (Segment is null || slice.Segment == Segment)
        && (Country is null || slice.Country == Country);
}
