using TriageConsole.Core.Common;

namespace TriageConsole.Features.Interactions;

/// <summary>Counts the values of facets, one interaction at a time.</summary>
internal sealed class InteractionTally
{
    private readonly Dictionary<string, int> releases = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Id, string Version), int> models = [];
    private readonly Dictionary<string, int> segments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> prompts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> countries = new(StringComparer.Ordinal);
    private readonly List<(DateTimeOffset At, bool NeedsReview)> times = [];
    private int review;
    private int failed;
    private int known;
    private int labeled;

    /// <summary>The counts of workflows by their id.</summary>
    public Dictionary<long, int> Workflows { get; } = [];

    public int Count => times.Count;

    public DateTimeOffset? Oldest => times.Count == 0 ? null : times.Min(t => t.At);

    public IReadOnlyList<InteractionBin> Bins => InteractionBins.Of(times);

    public void Add(InteractionFacetRow row)
    {
        times.Add((row.Timestamp, row.NeedsReview));
        review += row.NeedsReview ? 1 : 0;
        failed += row.Outcome < 0.5 ? 1 : 0;
        known += row.Outcome is null ? 0 : 1;
        labeled += row.IsLabeled ? 1 : 0;
        Workflows[row.WorkflowId] = Workflows.GetValueOrDefault(row.WorkflowId) + 1;
        models[(row.ModelId, row.ModelVersion)] = models.GetValueOrDefault((row.ModelId, row.ModelVersion)) + 1;
        Increase(releases, row.Release);
        Increase(segments, row.Segment);
        Increase(prompts, row.PromptVersion);
        Increase(countries, row.Country);
    }

    public IReadOnlyList<InteractionFacet> Facets(IReadOnlyList<InteractionFacetValue> workflows, int otherWorkflows)
    {
        InteractionFacet[] all =
        [
            new("workflow", "Workflow", workflows, otherWorkflows),
            new("show", "Status", [.. Statuses().Where(v => v.Count > 0)], 0),
            Of("release", "Release", releases.Select(r => (r.Key, r.Value))),
            Of("model", "Model", models.Select(m => (ReleaseName.OfModel(m.Key.Id, m.Key.Version), m.Value))),
            Of("segment", "Segment", segments.Select(r => (r.Key, r.Value))),
            Of("prompt_version", "Prompt version", prompts.Select(r => (r.Key, r.Value))),
            Of("country", "Country", countries.Select(r => (r.Key, r.Value))),
        ];
        return [.. all.Where(f => f.Values.Count > 0)];
    }

    private IEnumerable<InteractionFacetValue> Statuses() =>
        [
            new("needs_review", "Needs review", review),
            new("failed", "Outcome below 0.5", failed),
            new("outcome", "Outcome known", known),
            new("no_outcome", "Outcome missing", Count - known),
            new("labeled", "Labeled", labeled),
            new("unlabeled", "Not labeled", Count - labeled),
        ];

    private static InteractionFacet Of(string parameter, string title, IEnumerable<(string Value, int Count)> counts)
    {
        var all = counts.OrderByDescending(c => c.Count).ThenBy(c => c.Value, StringComparer.Ordinal).ToList();
        return new InteractionFacet(
            parameter,
            title,
            [.. all.Take(InteractionFacet.MaxValues).Select(c => new InteractionFacetValue(c.Value, c.Value, c.Count))],
            Math.Max(0, all.Count - InteractionFacet.MaxValues)
        );
    }

    private static void Increase(Dictionary<string, int> counts, string? value)
    {
        if (value is not null)
            counts[value] = counts.GetValueOrDefault(value) + 1;
    }
}
