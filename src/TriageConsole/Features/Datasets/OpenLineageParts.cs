using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Features.Datasets;

/// <summary>What run events of OpenLineage (openlineage.io/spec) have in common.</summary>
/// <param name="producer">The URI that names what writes the events.</param>
internal sealed class OpenLineageParts(string producer)
{
    public const string EventSchema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

    public string Producer => producer;

    public static string Namespace(string tenant) => $"triage-console/{tenant}";

    /// <summary>The pointer to the definition of a facet in its published schema.</summary>
    public static string Schema(string version, string facet) =>
        $"https://openlineage.io/spec/facets/{version}/{facet}.json#/$defs/{facet}";

    public object Job(string space, string name) =>
        new
        {
            @namespace = space,
            name,
            facets = new
            {
                jobType = new
                {
                    _producer = producer,
                    _schemaURL = Schema("2-0-3", "JobTypeJobFacet"),
                    processingType = "BATCH",
                    integration = "TRIAGE_CONSOLE",
                    jobType = "JOB",
                },
            },
        };

    /// <summary>A version of a dataset.</summary>
    public object Dataset(string space, string name, string identity) =>
        new
        {
            @namespace = space,
            name,
            facets = new { version = Version(identity) },
        };

    public object Version(string identity) =>
        new
        {
            _producer = producer,
            _schemaURL = Schema("1-0-1", "DatasetVersionDatasetFacet"),
            datasetVersion = identity,
        };

    /// <summary>A UUID (version 8) from a text, so that the events of a run always have the same.</summary>
    public static string RunId(string identity)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes("openlineage run\n" + identity))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
