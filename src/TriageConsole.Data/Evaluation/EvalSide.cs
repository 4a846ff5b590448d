namespace TriageConsole.Data.Evaluation;

public enum EvalSide
{
    Live = 0,
    Candidate = 1,
}
