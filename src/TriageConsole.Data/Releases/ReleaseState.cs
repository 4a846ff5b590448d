namespace TriageConsole.Data.Releases;

public enum ReleaseState
{
    Draft = 0,
    Evaluating = 1,
    Shadow = 2,
    Canary = 3,
    Live = 4,
    Superseded = 5,
    RolledBack = 6,
    Rejected = 7,
}
