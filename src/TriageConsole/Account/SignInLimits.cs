namespace TriageConsole.Account;

/// <summary>Limits of signing in with a password (section <c>SignIn</c>).</summary>
public sealed class SignInLimits
{
    public const string Section = "SignIn";

    /// <summary>Wrong passwords for one address before it is locked.</summary>
    public int TriesPerAddress { get; set; } = 5;

    /// <summary>Wrong passwords from one IPv4 address or one IPv6 /64 before it is locked.</summary>
    public int TriesPerNetwork { get; set; } = 100;

    public int LockMinutes { get; set; } = 15;

    public bool IsValid() => TriesPerAddress > 0 && TriesPerNetwork > 0 && LockMinutes is > 0 and <= 24 * 60;
}
