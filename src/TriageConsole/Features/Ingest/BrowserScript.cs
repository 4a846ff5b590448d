using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// The script with which web pages of other origins send feedback (clients/browser). The address stays the same, so browsers ask again
/// after an hour and get 304 if nothing has changed.
/// </summary>
internal static class BrowserScript
{
    public const string Address = "/client/v1/triage.js";

    private static readonly Lazy<(byte[] Plain, byte[] Packed, string Hash)> File = new(Load);

    public static void MapBrowserScript(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Answer).AllowAnonymous().WithMetadata(new PublicFile()).ExcludeFromDescription();

    private static IResult Answer(HttpContext context)
    {
        var (plain, packed, hash) = File.Value;
        var isPacked = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=3600";
        headers.Vary = HeaderNames.AcceptEncoding;
        // A module is fetched with CORS. The file has no secrets and is the same for everyone.
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (isPacked)
            headers.ContentEncoding = "gzip";
        return Results.Bytes(
            isPacked ? packed : plain,
            "text/javascript; charset=utf-8",
            entityTag: new EntityTagHeaderValue(isPacked ? $"\"{hash}-gzip\"" : $"\"{hash}\"")
        );
    }

    private static (byte[] Plain, byte[] Packed, string Hash) Load()
    {
        using var resource = typeof(BrowserScript).Assembly.GetManifestResourceStream("triage.js")!;
        var plain = new byte[resource.Length];
        resource.ReadExactly(plain);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(plain);
        return (plain, packed.ToArray(), Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8)));
    }
}
