namespace TriageConsole.Features.Demo;

/// <summary>A reason to contact support, with the tool that the assistant calls.</summary>
internal sealed record SupportIntent(string Key, string Tool, SupportCase[] Cases);
