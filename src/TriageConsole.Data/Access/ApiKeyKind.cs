namespace TriageConsole.Data.Access;

/// <summary>Who can hold a key.</summary>
public enum ApiKeyKind : short
{
    /// <summary>A server, which keeps the key secret.</summary>
    Secret = 0,

    /// <summary>A page in a browser. Everybody can read the key, so it can only send feedback, from listed origins.</summary>
    Browser = 1,
}
