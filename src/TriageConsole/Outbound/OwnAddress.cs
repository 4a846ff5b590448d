namespace TriageConsole.Outbound;

/// <summary>The address under which this server is reached from its own machine.</summary>
internal static class OwnAddress
{
    /// <summary>HTTP if possible, because the certificate of HTTPS is often issued for another name.</summary>
    /// <param name="urls">The URLs that the server listens on. Wildcard addresses become localhost.</param>
    public static string Of(IEnumerable<string> urls) =>
        urls.OrderByDescending(u => u.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            .First()
            .TrimEnd('/')
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal)
            .Replace("://+", "://localhost", StringComparison.Ordinal);
}
