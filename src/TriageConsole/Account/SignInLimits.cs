namespace TriageConsole.Account;

/// <summary>The limits of password sign-in (section <c>SignIn</c>).</summary>
public sealed class SignInLimits
{
    public const string Section = "SignIn";

    /// <summary>The number of wrong passwords for one email address before it is locked.</summary>
    public int AttemptsPerAddress { get; set; } = 5;

    /// <summary>The number of wrong passwords from one IPv4 address or one IPv6 /64 before it is locked.</summary>
    public int AttemptsPerNetwork { get; set; } = 100;

    public int LockMinutes { get; set; } = 15;

    public bool IsValid() => AttemptsPerAddress > 0 && AttemptsPerNetwork > 0 && LockMinutes is > 0 and <= 24 * 60;
}
