namespace TriageConsole.Features.Ingest.Log;

/// <summary>The segments of a tenant in one hour.</summary>
internal sealed record HourManifest(int Version, string Tenant, DateTimeOffset Hour, IReadOnlyList<ManifestSegment> Segments);
