namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>An endpoint ready to be asked. Its key goes into one header, and into no message and no log.</summary>
internal sealed record ChatEndpoint(Uri Address, string Model, string? Key);
