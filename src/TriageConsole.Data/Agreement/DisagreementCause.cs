namespace TriageConsole.Data.Agreement;

public enum DisagreementCause
{
    RubricUnclear = 0,
    ContextMissing = 1,
    Slip = 2,
    TrulyAmbiguous = 3,
}
