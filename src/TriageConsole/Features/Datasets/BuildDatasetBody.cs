using System.Text.Json;

namespace TriageConsole.Features.Datasets;

/// <summary>The body of a request for a build.</summary>
/// <param name="Workflow">Key of the workflow.</param>
/// <param name="Name">Name of the dataset.</param>
/// <param name="Policy">What enters the dataset; without it, the policy of the last build.</param>
public sealed record BuildDatasetBody(string? Workflow, string? Name, JsonElement? Policy);
