namespace TriageConsole.Data.Evaluation;

public enum EvalState
{
    Queued = 0,
    Running = 1,
    Finished = 2,
    Failed = 3,
    Cancelled = 4,
}
