namespace TriageConsole.Data.Retraining;

public enum ProposalState
{
    /// <summary>It waits for a lead, or for another run after one that failed.</summary>
    Open = 0,

    /// <summary>A run works on it.</summary>
    Started = 1,

    /// <summary>A run succeeded.</summary>
    Done = 2,

    Dismissed = 3,
}
