using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Datasets;

/// <summary>Limits of datasets; section <c>Datasets</c> of the configuration (environment: <c>Datasets__MaxInteractions</c>).</summary>
public sealed class DatasetOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Datasets";

    /// <summary>
    /// Maximum number of labeled interactions of a build: its rows are in memory until they are checked. Default 50,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxInteractions { get; set; } = 50_000;
}
