using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>Reads the answer of <c>GET /api/v1/route</c>.</summary>
internal static class RouteAnswerReader
{
    public static RouteDecision Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var answer = document.RootElement;
        var shadow = answer.TryGetProperty("shadow", out var s) && s.ValueKind == JsonValueKind.Object ? s : default;
        return new RouteDecision
        {
            Workflow = answer.GetProperty("workflow").GetString()!,
            Unit = answer.GetProperty("unit").GetString()!,
            Release = answer.GetProperty("release").GetString()!,
            Components = Components(answer),
            Arm = answer.GetProperty("arm").GetString()!,
            Propensity = answer.GetProperty("propensity").GetDouble(),
            Experiment = answer.TryGetProperty("experiment", out var e) && e.ValueKind == JsonValueKind.Number ? e.GetInt64() : null,
            Kind = answer.GetProperty("kind").GetString()!,
            ShadowRelease = shadow.ValueKind == JsonValueKind.Object ? shadow.GetProperty("release").GetString() : null,
            ShadowComponents = shadow.ValueKind == JsonValueKind.Object ? Components(shadow) : [],
        };
    }

    private static List<RouteComponent> Components(JsonElement release) =>
        release.TryGetProperty("components", out var list) && list.ValueKind == JsonValueKind.Array
            ?
            [
                .. list.EnumerateArray()
                    .Select(c => new RouteComponent(
                        Text(c, "kind") ?? "",
                        Text(c, "name") ?? "",
                        Text(c, "version") ?? "",
                        Text(c, "reference"),
                        Text(c, "content_hash")
                    )),
            ]
            : [];

    private static string? Text(JsonElement component, string name) =>
        component.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
