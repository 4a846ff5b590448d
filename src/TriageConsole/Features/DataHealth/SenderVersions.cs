using TriageConsole.Core.Common;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>Who sent an interaction, and everything that a release can change. One instance for all interactions with the same.</summary>
internal sealed class SenderVersions(in InteractionColumns columns)
{
    public string? ModelId { get; } = columns.ModelId;

    /// <summary>The deployment, or model_id@model_version if there is none.</summary>
    public string Sender { get; } = columns.Deployment ?? ReleaseName.OfModel(columns.ModelId, columns.ModelVersion);

    /// <summary>The release, or sender, prompt and knowledge if it is not named.</summary>
    public string Name { get; } =
        columns.Release
        ?? string.Join(
            ", ",
            new[]
            {
                columns.Deployment ?? ReleaseName.OfModel(columns.ModelId, columns.ModelVersion),
                columns.PromptVersion,
                columns.KnowledgeVersion,
            }.OfType<string>()
        );
}
