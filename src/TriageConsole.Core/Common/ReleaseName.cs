namespace TriageConsole.Core.Common;

/// <summary>The release of an event: the named release, or else its model and version.</summary>
/// <param name="Release">The release in the event; null if it has none.</param>
/// <param name="ModelId">The model; null if only the version is known.</param>
/// <param name="ModelVersion">The version; every event has one.</param>
public readonly record struct ReleaseName(string? Release, string? ModelId, string ModelVersion)
{
    /// <summary>The text that identifies the release: the release, else <c>model@version</c>, else the version.</summary>
    public string Text => Of(Release, ModelId, ModelVersion);

    /// <summary>The text of a release. Database queries translate this method.</summary>
    public static string Of(string? release, string? modelId, string modelVersion) => release ?? OfModel(modelId, modelVersion);

    /// <summary>The text of a model: <c>model@version</c>, or the version alone. Database queries translate this method.</summary>
    public static string OfModel(string? modelId, string modelVersion) => modelId is null ? modelVersion : $"{modelId}@{modelVersion}";

    /// <summary>The text of the release.</summary>
    public override string ToString() => Text;
}
