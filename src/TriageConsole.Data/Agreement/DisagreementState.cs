namespace TriageConsole.Data.Agreement;

public enum DisagreementState
{
    Open = 0,
    Adjudicated = 1,
    SentBack = 2,
}
