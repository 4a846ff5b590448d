namespace TriageConsole.Account.Provisioning;

internal enum ScimVerb
{
    Add,
    Replace,
    Remove,
}
