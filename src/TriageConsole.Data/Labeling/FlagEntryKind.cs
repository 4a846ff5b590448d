namespace TriageConsole.Data.Labeling;

public enum FlagEntryKind
{
    Reply = 0,
    Resolved = 1,
    Reopened = 2,
    Redacted = 3,
}
