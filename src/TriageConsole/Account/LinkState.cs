namespace TriageConsole.Account;

public enum LinkState
{
    Valid,
    Expired,
    Used,
    Replaced,
}
