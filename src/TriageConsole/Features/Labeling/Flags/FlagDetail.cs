namespace TriageConsole.Features.Labeling.Flags;

/// <summary>
/// Everything that a lead needs to decide on a flag. IsQueued: labelers can still get the item. OtherOpen: other open flags of the item.
/// </summary>
public sealed record FlagDetail(
    FlagRow Row,
    string ResolutionNote,
    BlindContent Content,
    IReadOnlyList<FlagMessage> Messages,
    bool IsGolden,
    bool IsQueued,
    int OtherOpen
);
