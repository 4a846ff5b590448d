using System.Security.Cryptography;
using System.Text.Json;

namespace TriageConsole.Features.Routing;

/// <summary>
/// A response in UTF-8 without its unit, split where the unit belongs. The ETag is a hash of the content: it is the same on every instance
/// and changes only with the content.
/// </summary>
internal sealed class PreparedAnswer
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly byte[] text;
    private readonly int cut;

    public PreparedAnswer(RouteAnswer answer)
    {
        text = JsonSerializer.SerializeToUtf8Bytes(answer with { Unit = "" }, Json);
        cut = "{\"workflow\":,\"unit\":\"".Length + JsonSerializer.SerializeToUtf8Bytes(answer.Workflow, Json).Length;
        ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, 12))}\"";
    }

    public ReadOnlySpan<byte> BeforeUnit => text.AsSpan(0, cut);

    public ReadOnlySpan<byte> AfterUnit => text.AsSpan(cut);

    public int Length => text.Length;

    public string ETag { get; }
}
