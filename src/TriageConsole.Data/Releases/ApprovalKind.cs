namespace TriageConsole.Data.Releases;

/// <summary>What an approval allows.</summary>
public enum ApprovalKind
{
    Promotion = 0,

    /// <summary>A canary with the steps of the request.</summary>
    Canary = 1,
}
