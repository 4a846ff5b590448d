namespace TriageConsole.Security.Tokens;

/// <summary>The limits of personal access tokens; section <c>Tokens</c> of the configuration.</summary>
public sealed class PersonalTokenOptions
{
    public const string Section = "Tokens";

    /// <summary>The longest time for which a token can be valid; 0 allows no new tokens.</summary>
    public int MaxDays { get; set; } = 365;

    public bool IsValid() => MaxDays is >= 0 and <= 3650;
}
