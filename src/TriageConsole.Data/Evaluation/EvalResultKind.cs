namespace TriageConsole.Data.Evaluation;

public enum EvalResultKind
{
    NotApplicable = 0,
    Pass = 1,
    Fail = 2,
    Error = 3,
}
