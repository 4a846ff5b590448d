using TriageConsole.Components.Lists;

namespace TriageConsole.Features.DataHealth;

/// <summary>What came in and is not yet part of anything.</summary>
public sealed record DataHealthView(
    IReadOnlyList<QuarantineReason> Reasons,
    ListPage<QuarantinedLine> Lines,
    int Waiting,
    DateTimeOffset? OldestWaiting
);
