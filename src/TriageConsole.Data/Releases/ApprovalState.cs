namespace TriageConsole.Data.Releases;

public enum ApprovalState
{
    /// <summary>Nobody has answered yet.</summary>
    Open = 0,

    /// <summary>Approved, and not used yet.</summary>
    Approved = 1,

    Declined = 2,

    /// <summary>Taken back by the one who asked.</summary>
    Withdrawn = 3,

    /// <summary>What was approved has changed.</summary>
    Void = 4,

    Expired = 5,

    /// <summary>The release was promoted, or its canary started.</summary>
    Used = 6,
}
