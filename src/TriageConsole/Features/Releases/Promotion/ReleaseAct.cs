namespace TriageConsole.Features.Releases.Promotion;

/// <summary>What a page asks its desk to do.</summary>
public enum ReleaseAct
{
    Promote,
    PromoteAnyway,
    RollBack,
    Try,
    Evaluate,
    TakeUp,
    Reject,
    Stop,
    Withdraw,
    Restore,
    Adopt,
    AdoptAsLive,
}
