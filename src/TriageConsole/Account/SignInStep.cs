namespace TriageConsole.Account;

/// <summary>How far a sign-in with a password got.</summary>
public enum SignInStep
{
    /// <summary>For whatever reason: the text does not reveal it.</summary>
    Refused,

    /// <summary>The account has a second factor.</summary>
    NeedsCode,

    Done,
}
