namespace TriageConsole.Features.Demo;

internal sealed record SupportIntent(string Key, string Tool, bool AsksForOrder, string[] Questions, string[] Good, string[] Bad);
