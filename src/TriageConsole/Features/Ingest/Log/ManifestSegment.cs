namespace TriageConsole.Features.Ingest.Log;

/// <summary>One segment in a manifest. The hash is over the object as stored.</summary>
internal sealed record ManifestSegment(string Path, long FirstEntry, int Batches, int Lines, long Bytes, string Sha256);
