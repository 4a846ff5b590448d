namespace TriageConsole.Data.Access;

/// <summary>An origin whose pages can use a browser key, such as https://shop.example.</summary>
public sealed class ApiKeyOrigin
{
    public long ApiKeyId { get; set; }

    /// <summary>Scheme, host and port in lower case, without the default port, as browsers send it.</summary>
    public required string Origin { get; set; }
}
