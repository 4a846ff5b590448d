using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageConsole.Core.Datasets;

/// <summary>
/// What enters a dataset. In JSON with names in snake_case; a missing property has its default, an unknown one is refused.
/// <see cref="DatasetPolicyCheck"/> checks it.
/// </summary>
public sealed record DatasetPolicy
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>What the rows are for.</summary>
    public DatasetKind Kind { get; init; } = DatasetKind.Chat;

    /// <summary>The days before the build whose interactions are selected; ignored with <see cref="From"/>.</summary>
    public int Days { get; init; } = 14;

    /// <summary>The first timestamp; null for <see cref="Days"/> before <see cref="To"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of the timestamps, excluded; null for the time of the build.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Ids of patterns of which an interaction is in at least one; empty for all interactions.</summary>
    public IReadOnlyList<long> Patterns { get; init; } = [];

    /// <summary>Segments; empty for all.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>The compliance domain, such as eu; null if there is only one. It needs the countries that belong to it.</summary>
    public string? Domain { get; init; }

    /// <summary>Countries; empty for all.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Whose labels count: person, imported, judge.</summary>
    public IReadOnlyList<string> LabelSources { get; init; } = ["person", "imported"];

    /// <summary>Minimum number of labelers of an interaction.</summary>
    public int MinLabels { get; init; } = 1;

    /// <summary>
    /// Minimum probability of the consensus, or share of the labelers who agree, for the most uncertain question of an interaction: 0 to 1.
    /// </summary>
    public double MinCertainty { get; init; } = 0.8;

    /// <summary>Whether a row weighs as much as its labelers are trusted, 0 to 1; otherwise 1.</summary>
    public bool TrustWeights { get; init; }

    /// <summary>
    /// Scopes of consent of which the consent_scope of an interaction must name one. What lacks consent enters no dataset.
    /// </summary>
    public IReadOnlyList<string> Consent { get; init; } = ["training"];

    /// <summary>Whether only one row per input stays.</summary>
    public bool Dedupe { get; init; } = true;

    /// <summary>Maximum number of rows per pattern; null for no limit.</summary>
    public int? MaxPerPattern { get; init; }

    /// <summary>The splits with their shares of the tasks. The order matters: another order moves tasks.</summary>
    public IReadOnlyList<SplitShare> Splits { get; init; } = [new("train", 0.8), new("validation", 0.1), new("test", 0.1)];

    /// <summary>The seed of splits and balance.</summary>
    public string Seed { get; init; } = "1";

    /// <summary>
    /// Whether messages of tools, and messages that only call one, are left out of the input; otherwise such interactions are left out.
    /// </summary>
    public bool SkipToolMessages { get; init; }

    /// <summary>Whether rows with personal data are left out; otherwise they stop the build.</summary>
    public bool DropPersonalData { get; init; }

    /// <summary>Parses a policy.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="FormatException">It is not JSON of a policy. The message says where.</exception>
    public static DatasetPolicy Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<DatasetPolicy>(json, Json) ?? throw new FormatException("The policy is empty.");
        }
        catch (JsonException e)
        {
            var place = e.Path is null or "$" ? "" : $" at {e.Path}";
            throw new FormatException($"The policy is not valid{place}. See the list of its properties in the documentation.", e);
        }
    }

    /// <summary>The policy with all properties as canonical JSON (RFC 8785).</summary>
    public string ToCanonicalJson() => System.Text.Encoding.UTF8.GetString(CanonicalJson.Of(JsonSerializer.SerializeToElement(this, Json)));

    /// <summary>The formats in which rows of a kind can be written.</summary>
    /// <param name="kind">The kind.</param>
    public static IReadOnlyList<DatasetFormat> FormatsOf(DatasetKind kind) =>
        kind switch
        {
            DatasetKind.Chat => [DatasetFormat.Chat, DatasetFormat.Evaluation, DatasetFormat.Csv],
            DatasetKind.Preference => [DatasetFormat.Preference, DatasetFormat.Chat, DatasetFormat.Evaluation, DatasetFormat.Csv],
            DatasetKind.Evaluation => [DatasetFormat.Evaluation, DatasetFormat.Csv],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind is not known."),
        };
}
