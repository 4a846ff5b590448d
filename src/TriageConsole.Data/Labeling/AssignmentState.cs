namespace TriageConsole.Data.Labeling;

public enum AssignmentState
{
    Leased = 0,
    Submitted = 1,
    Skipped = 2,
    Expired = 3,
}
