using System.Security.Cryptography;
using System.Text.Json;

namespace TriageConsole.Features.Routing;

/// <summary>One version of what can change how a workflow behaves.</summary>
public sealed record RoutedComponent(string Kind, string Name, string Version, string? Reference, string ContentHash);

/// <summary>A release and what it is made of.</summary>
public sealed record RoutedRelease(string Release, IReadOnlyList<RoutedComponent> Components);

/// <summary>Which release a unit is to be served by.</summary>
/// <param name="Workflow">As asked.</param>
/// <param name="Unit">As asked.</param>
/// <param name="Release">Its name.</param>
/// <param name="Components">Ordered by kind and name.</param>
/// <param name="Arm">"live" or "candidate".</param>
/// <param name="Propensity">The probability with which the unit got this release.</param>
/// <param name="Experiment">Its id, where one runs.</param>
/// <param name="Kind">"live" (no experiment), "shadow", "split" or "bandit".</param>
/// <param name="Shadow">The release that is to answer this unit too, shown to nobody.</param>
public sealed record RouteAnswer(
    string Workflow,
    string Unit,
    string Release,
    IReadOnlyList<RoutedComponent> Components,
    string Arm,
    double Propensity,
    long? Experiment,
    string Kind,
    RoutedRelease? Shadow
);

/// <summary>An answer but for its unit, in UTF-8, cut where the unit goes. Its ETag is of its content: the same on every instance, and other only where the answer is.</summary>
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
