namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>The input of an admin for an endpoint. <paramref name="Key"/>: null keeps the stored key, empty removes it.</summary>
public sealed record EndpointEdit(string Name, string BaseUrl, string Model, string? Key);
