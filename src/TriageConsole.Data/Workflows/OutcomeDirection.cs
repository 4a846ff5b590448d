namespace TriageConsole.Data.Workflows;

public enum OutcomeDirection
{
    HigherIsBetter = 0,
    LowerIsBetter = 1,
}
