using System.Text.Json;
using TriageConsole.Core;
using TriageConsole.Core.Common;

namespace TriageConsole.Features.OffPolicy;

/// <summary>A policy to estimate: the share of each release, and other shares in some segments.</summary>
/// <param name="Shares">The share of each release, 0..1. They add up to 1, and a release without an entry gets nothing.</param>
/// <param name="Segments">Segments that have shares of their own.</param>
public sealed record CandidatePolicy(
    IReadOnlyDictionary<string, double> Shares,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Segments
)
{
    /// <summary>A policy in the form that <see cref="Parse"/> reads.</summary>
    public const string Example = """{"shares":{"v1":0.2,"v2":0.8},"segments":{"gold":{"v1":1}}}""";

    /// <summary>Addresses of pages contain policies, so they are short.</summary>
    private const int MaxLength = 4000;

    /// <summary>Shares are rounded by people: thirds add up to 0.999. They are scaled to 1.</summary>
    private const double Tolerance = 0.005;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads <see cref="Example"/>.</summary>
    public static Result<CandidatePolicy> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Invalid($"policy is missing. Give the share of each release, such as {Example}.");
        if (text.Length > MaxLength)
            return Invalid($"policy is longer than {MaxLength} characters.");
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        // Names with half a surrogate pair are valid JSON but no text.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Invalid($"policy is not valid JSON. An example: {Example}.");
        }
    }

    /// <summary>The probability that a unit of the segment gets the release.</summary>
    public double Of(string? segment, string release) =>
        (segment is not null && Segments.TryGetValue(segment, out var own) ? own : Shares).GetValueOrDefault(release);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static Result<CandidatePolicy> Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return Invalid($"policy is not an object. An example: {Example}.");
        var others = root.EnumerateObject().Select(p => p.Name).Where(name => name is not ("shares" or "segments")).ToList();
        if (others.Count > 0)
            return Invalid($"policy has no field '{Texts.Cut(others[0], 100)}'. Its fields are shares and segments.");
        if (!root.TryGetProperty("shares", out var all))
            return Invalid($"policy has no shares. An example: {Example}.");
        var shares = SharesOf("the policy", all);
        if (shares.Error is { } wrong)
            return wrong;
        var segments = new Dictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
        if (root.TryGetProperty("segments", out var named) && named.ValueKind != JsonValueKind.Null)
        {
            if (named.ValueKind != JsonValueKind.Object)
                return Invalid("segments is not an object of segments and their shares.");
            foreach (var segment in named.EnumerateObject())
            {
                var name = $"segment '{Texts.Cut(segment.Name, 100)}'";
                var own = SharesOf(name, segment.Value);
                if (own.Error is { } bad)
                    return bad;
                if (!segments.TryAdd(segment.Name, own.Value))
                    return Invalid($"policy names {name} twice.");
            }
        }

        return Result.Done("", new CandidatePolicy(shares.Value, segments));
    }

    private static Result<IReadOnlyDictionary<string, double>> SharesOf(string what, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return Invalid($"The shares of {what} are not an object of releases and numbers.");
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var one in element.EnumerateObject())
        {
            var name = Texts.Cut(one.Name, 100);
            if (one.Value.ValueKind != JsonValueKind.Number || !one.Value.TryGetDouble(out var share) || share is not (>= 0 and <= 1))
                return Invalid($"The share of '{name}' in {what} is not a number from 0 to 1.");
            if (!shares.TryAdd(one.Name, share))
                return Invalid($"policy names '{name}' twice in {what}.");
        }

        var sum = shares.Values.Sum();
        if (Math.Abs(sum - 1) > Tolerance)
            return Invalid($"The shares of {what} add up to {Text(sum)}. They must add up to 1.");
        return Result.Done<IReadOnlyDictionary<string, double>>(
            "",
            shares.ToDictionary(s => s.Key, s => Math.Min(1, s.Value / sum), StringComparer.Ordinal)
        );
    }

    private static string Text(double value) => value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);

    private static Error Invalid(string message) => Error.InvalidField("policy", message);
}
