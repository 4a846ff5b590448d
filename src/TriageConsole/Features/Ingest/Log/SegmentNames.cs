using System.Globalization;
using System.Text;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Names of objects: tenant/date/hour/log-first entry.</summary>
internal static class SegmentNames
{
    public static string Segment(string tenant, DateTimeOffset hour, string logId, long firstEntryId) =>
        Hour(tenant, hour) + string.Create(CultureInfo.InvariantCulture, $"{logId}-{firstEntryId:D12}.ndjson.gz");

    public static string Manifest(string tenant, DateTimeOffset hour, string logId) => $"{Hour(tenant, hour)}{logId}-manifest.json";

    private static string Hour(string tenant, DateTimeOffset hour) =>
        Escape(tenant) + hour.ToString("'/'yyyy-MM-dd'/'HH'/'", CultureInfo.InvariantCulture);

    /// <summary>A tenant key can contain any characters, also those with a meaning in paths.</summary>
    internal static string Escape(string tenant)
    {
        var name = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(tenant))
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_')
                name.Append((char)b);
            else
                name.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        return name.ToString();
    }
}
