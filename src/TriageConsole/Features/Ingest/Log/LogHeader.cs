namespace TriageConsole.Features.Ingest.Log;

/// <summary>The first line of a batch in a segment.</summary>
/// <param name="Version">The version of the form, 1.</param>
/// <param name="Tenant">Key of the tenant.</param>
/// <param name="ReceivedAt">When the batch was received.</param>
/// <param name="Lines">Number of lines that follow.</param>
internal sealed record LogHeader(int Version, string Tenant, DateTimeOffset ReceivedAt, int Lines);
