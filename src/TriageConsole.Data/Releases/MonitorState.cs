namespace TriageConsole.Data.Releases;

public enum MonitorState
{
    Running = 0,

    /// <summary>Monitoring ended without a regression: the period is over, or the release was superseded.</summary>
    Ended = 1,

    /// <summary>A regression was detected, and the release was rolled back.</summary>
    RolledBack = 2,

    /// <summary>A regression was detected, and approvers must decide.</summary>
    ActionNeeded = 3,
}
