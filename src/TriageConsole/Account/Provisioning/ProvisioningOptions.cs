namespace TriageConsole.Account.Provisioning;

/// <summary>Management of accounts and groups by an identity provider (section <c>Provisioning</c>).</summary>
public sealed class ProvisioningOptions
{
    public const string Section = "Provisioning";
    private const int MinToken = 32;

    /// <summary>The bearer token of the identity provider. Empty: provisioning is off.</summary>
    public string Token { get; set; } = "";

    /// <summary>Requests per second on average. Twice as many are allowed at once after a pause.</summary>
    public int RequestsPerSecond { get; set; } = 50;

    public bool IsConfigured => Token.Length > 0;

    public bool IsValid() => (!IsConfigured || Token.Length >= MinToken) && RequestsPerSecond is > 0 and <= 10_000;
}
