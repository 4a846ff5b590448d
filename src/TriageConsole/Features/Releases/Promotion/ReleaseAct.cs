namespace TriageConsole.Features.Releases.Promotion;

/// <summary>The actions that a page can request on releases.</summary>
public enum ReleaseAct
{
    Promote,
    PromoteAnyway,
    RollBack,
    RollBackTo,
    Try,
    Plan,
    AskApproval,
    Evaluate,
    Reopen,
    Reject,
    Stop,
    Withdraw,
    Restore,
    Register,
    RegisterAsLive,
    RegisterAll,
}
