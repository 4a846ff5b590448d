namespace TriageConsole.Client;

/// <summary>One component of a release.</summary>
/// <param name="Kind">What it is, such as <c>prompt</c> or <c>model</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Reference">Where its content is, if it is registered by reference.</param>
/// <param name="ContentHash">The hash of its content.</param>
public sealed record RouteComponent(string Kind, string Name, string Version, string? Reference, string? ContentHash);
