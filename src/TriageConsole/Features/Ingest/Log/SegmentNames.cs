using System.Globalization;
using System.Text;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Names of objects: tenant/date/hour/log-first entry-hash.</summary>
internal static class SegmentNames
{
    /// <summary>Number of hexadecimal digits of the hash in a name.</summary>
    private const int HashDigits = 16;

    /// <summary>
    /// The name of a segment with this content. Two processes can write segments that start with the same batch and hold different ones:
    /// without the hash, one would replace the other, also after it was registered.
    /// </summary>
    public static string Segment(string tenant, DateTimeOffset hour, string logId, long firstEntryId, string sha256) =>
        Hour(tenant, hour)
        + string.Create(CultureInfo.InvariantCulture, $"{logId}-{firstEntryId:D12}-{sha256.AsSpan(0, HashDigits)}.ndjson.gz");

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
