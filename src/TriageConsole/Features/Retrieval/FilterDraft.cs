namespace TriageConsole.Features.Retrieval;

/// <summary>A draft of a release whose filter leaves documents out.</summary>
/// <param name="Release">The id of the release.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of the filter.</param>
/// <param name="Documents">The documents that it leaves out in addition to the live release.</param>
/// <param name="Message">What follows.</param>
public sealed record FilterDraft(long Release, string Name, string Version, IReadOnlyList<string> Documents, string Message);
