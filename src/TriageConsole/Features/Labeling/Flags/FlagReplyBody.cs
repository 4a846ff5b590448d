namespace TriageConsole.Features.Labeling.Flags;

/// <summary>A message to the labeler of a flag. By: the e-mail address of a lead.</summary>
public sealed record FlagReplyBody(string? By, string? Text);
