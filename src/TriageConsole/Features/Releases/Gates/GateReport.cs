using System.Text.Json;
using System.Text.Json.Serialization;
using TriageConsole.Core.Gates;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>The results of the gates of one release.</summary>
public sealed record GateReport(IReadOnlyList<GateResult> Gates, GateVerdict Verdict, GateResult? Because)
{
    /// <summary>Part of the stored JSON of results of which at least one fails.</summary>
    internal const string Failing = "\"answer\":\"fail\"";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static GateReport Of(IReadOnlyList<GateResult> gates)
    {
        var decision = GateDecision.Of(
            gates,
            [GateKind.SampleRatio, GateKind.DataPresent, GateKind.MinimumSample, GateKind.Signal, GateKind.Components]
        );
        return new GateReport(gates, decision.Verdict, decision.Because);
    }

    /// <summary>
    /// The gate that keeps a canary from starting by itself: one that fails, or an offline one that does not pass. The other online gates
    /// need the canary first.
    /// </summary>
    public GateResult? BeforeCanary =>
        Gates
            .Where(g =>
                g.Answer == GateAnswer.Fail
                || (
                    g.Answer != GateAnswer.Pass
                    && g.Kind is GateKind.OfflineEvaluation or GateKind.GoldenSet or GateKind.Judges or GateKind.Components
                )
            )
            .WorstFirst()
            .FirstOrDefault();

    public static IReadOnlyList<GateResult> Parse(string json) => JsonSerializer.Deserialize<List<GateResult>>(json, Json) ?? [];

    public string ToJson() => JsonSerializer.Serialize(Gates, Json);
}
