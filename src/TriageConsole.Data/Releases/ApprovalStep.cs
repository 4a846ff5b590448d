namespace TriageConsole.Data.Releases;

/// <summary>What an entry in the conversation of an approval says.</summary>
public enum ApprovalStep
{
    Requested = 0,
    Comment = 1,
    Approved = 2,
    Declined = 3,
    Withdrawn = 4,
    Void = 5,
    Expired = 6,
    Used = 7,
}
