namespace TriageConsole.Core.Datasets;

/// <summary>The content of a row. Every file format is written from it.</summary>
public sealed record DatasetContent
{
    /// <summary>The conversation up to the response.</summary>
    public required IReadOnlyList<DatasetMessage> Input { get; init; }

    /// <summary>The response to learn from, or the expected response; empty if there is none.</summary>
    public IReadOnlyList<DatasetMessage> Preferred { get; init; } = [];

    /// <summary>A response that is worse than the preferred one; empty if there is none.</summary>
    public IReadOnlyList<DatasetMessage> NonPreferred { get; init; } = [];

    /// <summary>The answers of labels or of their consensus, by criterion; the order has no meaning.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();
}
