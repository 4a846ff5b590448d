using System.Security.Cryptography;
using System.Text.Json;

namespace TriageConsole.Features.Routing;

/// <summary>
/// An answer but for its unit, in UTF-8, cut where the unit goes. Its ETag is of its content: the same on every instance, and other only
/// where the answer is.
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
