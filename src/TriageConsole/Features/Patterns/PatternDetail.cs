using TriageConsole.Features.Interactions;

namespace TriageConsole.Features.Patterns;

/// <summary>A pattern with its versions, failures and possible owners.</summary>
public sealed record PatternDetail(
    PatternReport Pattern,
    PatternStanding Standing,
    DateTimeOffset? StateChangedAt,
    string? StateChangedBy,
    IReadOnlyList<VersionShare> Versions,
    Page<InteractionRow> Failures,
    IReadOnlyList<PatternPerson> People
);
