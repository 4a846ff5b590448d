namespace TriageConsole.Tests;

internal enum Outcome
{
    Open,
    SignIn,
    Refused,
    Forbidden,
    Fault,
}
