using TriageConsole.Core.Common;
using TriageConsole.Core.Redaction;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Interactions;

/// <summary>
/// The filter of a search. All parts that are set must match. Texts match exactly, except <see cref="Text"/> and <see cref="Trace"/>.
/// </summary>
public sealed record InteractionFilter
{
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Model id or model version, or both as model_id@model_version.</summary>
    public string? Model { get; init; }

    public string? PromptVersion { get; init; }

    public string? Segment { get; init; }

    public string? Country { get; init; }

    public string? Deployment { get; init; }

    public string? Release { get; init; }

    public string? UserId { get; init; }

    public string? TaskId { get; init; }

    /// <summary>The beginning of a trace id.</summary>
    public string? Trace { get; init; }

    /// <summary>A text in the preview (the beginning of the input).</summary>
    public string? Text { get; init; }

    /// <summary>Words in the input or the output. The service applies it, because the servers search texts differently.</summary>
    public string? Words { get; init; }

    public bool? NeedsReview { get; init; }

    public bool? Labeled { get; init; }

    /// <summary>True: has an outcome value. False: has none yet.</summary>
    public bool? HasOutcome { get; init; }

    public double? OutcomeMin { get; init; }

    public double? OutcomeMax { get; init; }

    public double? MinSuspicion { get; init; }

    /// <summary>The ids of chosen rows.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>The filter with keys as they are stored: one that looks like personal data was replaced by its hash.</summary>
    internal InteractionFilter WithStoredKeys(KeyedHash hash) =>
        this with
        {
            UserId = hash.Stored(UserId),
            TaskId = hash.Stored(TaskId),
            Trace = hash.Stored(Trace),
        };

    internal IQueryable<Interaction> Apply(IQueryable<Interaction> rows)
    {
        if (From is { } from)
            rows = rows.Where(i => i.Timestamp >= from);
        if (To is { } to)
            rows = rows.Where(i => i.Timestamp < to);
        if (Model is { } model)
            rows = Of(rows, model);
        if (PromptVersion is { } prompt)
            rows = rows.Where(i => i.PromptVersion == prompt);
        if (Segment is { } segment)
            rows = rows.Where(i => i.Segment == segment);
        if (Country is { } country)
            rows = rows.Where(i => i.Country == country);
        if (Deployment is { } deployment)
            rows = rows.Where(i => i.DeploymentId == deployment);
        if (Release is { } release)
            rows = rows.Where(i => i.Release == release);
        if (UserId is { } user)
            rows = rows.Where(i => i.UserId == user);
        if (TaskId is { } task)
            rows = rows.Where(i => i.TaskId == task);
        if (Trace is { } trace)
            rows = rows.Where(i => i.TraceId.StartsWith(trace));
        if (Text is { } text)
        {
            var lower = text.ToLowerInvariant();
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // SQL functions without a .NET culture; no wildcards.
            rows = rows.Where(i => i.Preview.ToLower().IndexOf(lower) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        }

        if (NeedsReview is { } needsReview)
            rows = rows.Where(i => i.NeedsReview == needsReview);
        if (Labeled is { } labeled)
            rows = rows.Where(i => labeled ? i.LabelCount > 0 : i.LabelCount == 0);
        if (HasOutcome is { } has)
            rows = rows.Where(i => has ? i.OutcomeValue != null : i.OutcomeValue == null);
        if (OutcomeMin is { } min)
            rows = rows.Where(i => i.OutcomeValue >= min);
        if (OutcomeMax is { } max)
            rows = rows.Where(i => i.OutcomeValue <= max);
        if (MinSuspicion is { } suspicion)
            rows = rows.Where(i => i.Suspicion >= suspicion);
        if (Ids is { } ids)
            rows = rows.Where(i => ids.Contains(i.Id));
        return rows;
    }

    private static IQueryable<Interaction> Of(IQueryable<Interaction> rows, string model) =>
        model.Contains('@', StringComparison.Ordinal)
            ? rows.Where(i => i.ModelId == model || i.ModelVersion == model || ReleaseName.OfModel(i.ModelId, i.ModelVersion) == model)
            : rows.Where(i => i.ModelId == model || i.ModelVersion == model);
}
