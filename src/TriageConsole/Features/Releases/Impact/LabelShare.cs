namespace TriageConsole.Features.Releases.Impact;

/// <summary>A number of labels by a name.</summary>
public sealed record LabelShare(string Name, int Labels);
