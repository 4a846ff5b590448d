namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>What an admin says of an endpoint. <paramref name="Key"/>: null keeps the one there is, empty takes it away.</summary>
public sealed record EndpointEdit(string Name, string BaseUrl, string Model, string? Key);
