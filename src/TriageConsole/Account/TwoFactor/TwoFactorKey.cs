namespace TriageConsole.Account.TwoFactor;

/// <summary>The key of an authenticator app, and the address that its QR code contains.</summary>
public sealed record TwoFactorKey(string Key, string Address)
{
    /// <summary>The key in groups of four characters, for typing.</summary>
    public string Groups => string.Join(' ', Key.ToLowerInvariant().Chunk(4).Select(c => new string(c)));
}
