using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Checks every segment and every manifest of the log.</summary>
internal sealed class EventLogVerifier(IDbContextFactory<TriageDbContext> contexts, IServiceProvider services, EventLogSecrets secrets)
{
    /// <summary>Reads all objects. A manifest must name the segments of its hour with the hashes that were written.</summary>
    public async Task<VerifyReport> VerifyAsync(CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IObjectStore>();
        var (logId, _) = await secrets.GetAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenants = await db.Tenants.ToDictionaryAsync(t => t.Id, t => t.Key, cancellationToken);
        var segments = await db
            .EventLogSegments.AsNoTracking()
            .OrderBy(s => s.TenantId)
            .ThenBy(s => s.FirstEntryId)
            .ToListAsync(cancellationToken);
        var report = new VerifyReport { Waiting = await db.EventLogOutbox.CountAsync(cancellationToken) };
        foreach (var segment in segments)
        {
            report.Segments++;
            report.Lines += segment.Lines;
            report.Bytes += segment.Bytes;
            try
            {
                var bytes = await SegmentReader.ReadAsync(store, segment, cancellationToken);
                var lines = 0;
                await foreach (var (_, batch) in SegmentReader.BatchesAsync(new MemoryStream(bytes), cancellationToken))
                    lines += batch.Count;
                if (lines != segment.Lines)
                    throw new InvalidDataException($"It has {lines:N0} lines; {segment.Lines:N0} were written.");
            }
            catch (InvalidDataException e)
            {
                report.Problems.Add($"{segment.Path}: {e.Message}");
            }
        }

        foreach (var hour in segments.Where(s => s.InManifest).GroupBy(s => (s.TenantId, s.Hour)))
        {
            var name = SegmentNames.Manifest(tenants[hour.Key.TenantId], hour.Key.Hour, logId);
            if (await ManifestAsync(store, name, cancellationToken) is not { } manifest)
                report.Problems.Add($"{name}: The manifest is missing or cannot be read.");
            else if (!hour.All(s => manifest.Segments.Any(m => m.Path == s.Path && m.Sha256 == s.Sha256)))
                report.Problems.Add($"{name}: The manifest does not name all segments of its hour.");
        }

        // A process that ended before it registered its segment leaves an object that nothing refers to.
        var known = segments.Select(s => s.Path).ToHashSet(StringComparer.Ordinal);
        await foreach (var name in store.ListAsync(cancellationToken))
            if (name.Contains($"/{logId}-", StringComparison.Ordinal) && name.EndsWith(".ndjson.gz", StringComparison.Ordinal))
                report.Unregistered += known.Contains(name) ? 0 : 1;
        return report;
    }

    private static async Task<HourManifest?> ManifestAsync(IObjectStore store, string name, CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(name, cancellationToken) is not { } stream)
            return null;
        await using var opened = stream;
        using var content = new MemoryStream();
        await opened.CopyToAsync(content, cancellationToken);
        try
        {
            return LogJson.Read<HourManifest>(content.ToArray());
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
