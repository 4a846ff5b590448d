namespace TriageConsole.Account.TwoFactor;

/// <summary>What the forms with a code send.</summary>
internal sealed class CodeInput
{
    public string? Code { get; set; }
}
