using TriageConsole.Features.Interactions;

namespace TriageConsole.Features.Patterns;

/// <summary>A pattern with what led to it and what it is linked to.</summary>
public sealed record PatternDetail(
    PatternReport Pattern,
    PatternStanding Standing,
    DateTimeOffset? StateChangedAt,
    string? StateChangedBy,
    IReadOnlyList<VersionShare> Versions,
    Page<InteractionRow> Failures,
    IReadOnlyList<PatternPerson> People
);
