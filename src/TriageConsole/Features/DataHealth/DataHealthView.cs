using TriageConsole.Components.Lists;

namespace TriageConsole.Features.DataHealth;

/// <summary>Received data that is not part of any interaction yet.</summary>
public sealed record DataHealthView(
    IReadOnlyList<QuarantineReason> Reasons,
    ListPage<QuarantinedLine> Lines,
    int Waiting,
    DateTimeOffset? OldestWaiting
);
