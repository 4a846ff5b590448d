using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageConsole.Core.Scoring;

/// <summary>
/// The weight of each family of signals, 0..1: the w of the domain formula 1 − Π(1 − w·x·t). One versioned set per workflow. After a
/// change, past interactions are scored again.
/// </summary>
public sealed record SignalWeights
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The weights of a workflow without its own.</summary>
    public static SignalWeights Default { get; } = new();

    /// <summary>Thumbs down, a rating below three of five, and similar. Default 0.8.</summary>
    public double ExplicitNegative { get; init; } = 0.8;

    /// <summary>Thumbs up, a high rating. Default 0.5.</summary>
    public double ExplicitPositive { get; init; } = 0.5;

    /// <summary>An expert's judgement that was sent with the traffic. Default 0.9.</summary>
    public double Human { get; init; } = 0.9;

    /// <summary>The user gave up. Default 0.4.</summary>
    public double Abandon { get; init; } = 0.4;

    /// <summary>The user asked again or regenerated the response. Default 0.4.</summary>
    public double Retry { get; init; } = 0.4;

    /// <summary>Escalation to a person. Default 0.5.</summary>
    public double Escalation { get; init; } = 0.5;

    /// <summary>More than 30 s until the user acted. Default 0.2.</summary>
    public double SlowAction { get; init; } = 0.2;

    /// <summary>The response was edited before use; times the normalised edit distance. Default 0.5.</summary>
    public double Edit { get; init; } = 0.5;

    /// <summary>The session ended after the response. Default 0.1.</summary>
    public double SessionEnd { get; init; } = 0.1;

    /// <summary>Copied, accepted without changes, acted on immediately, or opened a retrieved document. Default 0.3.</summary>
    public double Use { get; init; } = 0.3;

    /// <summary>Not grounded in the retrieved documents, or poorly cited. Default 0.6.</summary>
    public double Grounding { get; init; } = 0.6;

    /// <summary>A safety, policy or guardrail finding. Default 0.8.</summary>
    public double Safety { get; init; } = 0.8;

    /// <summary>An automatic check that failed. Default 0.4.</summary>
    public double Check { get; init; } = 0.4;

    /// <summary>The verdict of a model. Default 0.5.</summary>
    public double Judge { get; init; } = 0.5;

    /// <summary>The response ended in an error. Default 0.7.</summary>
    public double Error { get; init; } = 0.7;

    /// <summary>The business outcome failed. Default 0.7.</summary>
    public double Outcome { get; init; } = 0.7;

    /// <summary>Trust in an end user with a pseudonym, 0.05..1. Default 0.8.</summary>
    public double TrustKnownUser { get; init; } = 0.8;

    /// <summary>Trust in anonymous feedback, 0.05..1. Default 0.6.</summary>
    public double TrustAnonymous { get; init; } = 0.6;

    /// <summary>The weights by their snake_case names, in the order above.</summary>
    public Dictionary<string, double> ToDictionary() => JsonSerializer.Deserialize<Dictionary<string, double>>(ToJson())!;

    /// <summary>The inverse of <see cref="ToDictionary"/>. A missing name has its default.</summary>
    /// <exception cref="JsonException">An unknown name, or a weight outside 0..1.</exception>
    public static SignalWeights Of(IReadOnlyDictionary<string, double> weights) => Parse(JsonSerializer.Serialize(weights));

    /// <summary>Reads the output of <see cref="ToJson"/>.</summary>
    /// <exception cref="JsonException">Not the JSON of weights, an unknown name, or a weight outside of 0..1.</exception>
    public static SignalWeights Parse(string json)
    {
        var weights = JsonSerializer.Deserialize<SignalWeights>(json, Json) ?? throw new JsonException("No weights.");
        foreach (var property in typeof(SignalWeights).GetProperties().Where(p => p.PropertyType == typeof(double)))
            if ((double)property.GetValue(weights)! is not (>= 0 and <= 1))
                throw new JsonException($"{property.Name} must be between 0 and 1.");
        return weights;
    }

    /// <summary>The weights as snake_case JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
