namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>An endpoint with its decrypted key. The key is sent in one header and is in no message and no log.</summary>
internal sealed record ChatEndpoint(Uri Address, string Model, string? Key);
