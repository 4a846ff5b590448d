namespace TriageConsole.Features.Labeling.Flags;

/// <summary>A resolution of a flag. By: the e-mail address of a lead.</summary>
public sealed record FlagResolveBody(string? By, string? Note, string? Action);
