using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Rollups;

/// <summary>
/// One combination of the dimensions of rollups. The number is limited: beyond <see cref="Max"/> slices of a workflow, new combinations
/// are counted with segment and country "(other)", and far beyond it also with release and model "(other)".
/// </summary>
public sealed class Slice
{
    /// <summary>The number of slices of a workflow before rare values are combined.</summary>
    public const int Max = 2000;

    /// <summary>The number of additional slices that keep release and model but combine segment and country.</summary>
    public const int MaxVersions = 1000;

    public const string Other = "(other)";

    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The hash of all dimensions below, unique in the workflow.</summary>
    public required string KeyHash { get; set; }

    public string? Release { get; set; }

    /// <summary>model_id@model_version.</summary>
    public required string Model { get; set; }

    public string? Segment { get; set; }

    public string? Country { get; set; }

    /// <summary>Values of different metrics are never added. Null while no outcome is known or announced.</summary>
    public string? OutcomeMetric { get; set; }

    /// <summary>The currency of the costs. Costs in different currencies are never added.</summary>
    public string? Currency { get; set; }

    /// <summary>Whether the responses were not shown to users.</summary>
    public bool Shadow { get; set; }

    /// <summary>
    /// False if the sender marks the timestamps as placeholders or made up. Such slices are not used in analyses over time.
    /// </summary>
    public bool TimeIsReal { get; set; } = true;

    /// <summary>
    /// The comparisons from which the interactions are excluded, because their tasks belong to neither side. They have separate slices, so
    /// that each comparison reads only its own sums.
    /// </summary>
    public ArmOverlap Overlap { get; set; }

    /// <summary>The version on dashboards: the release, or the model version if there is no release.</summary>
    public string Version => Release ?? Model;
}
