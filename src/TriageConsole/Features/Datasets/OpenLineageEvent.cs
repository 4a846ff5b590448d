using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>The build of a version as a run event of OpenLineage (openlineage.io/spec), with versions, statistics and the parent.</summary>
internal static class OpenLineageEvent
{
    private const string Producer = "urn:triage-console:datasets";

    public static byte[] Of(StoredVersion stored, string? parent)
    {
        var version = stored.Version;
        var (space, workflow) = ($"triage-console/{stored.Workflow.TenantKey}", stored.Workflow.Key);
        List<object> inputs =
        [
            Input(space, $"{workflow}/interactions", stored.Items.Count),
            Input(space, $"{workflow}/labels", stored.Items.Sum(i => stored.Labels[i.Place].Count())),
        ];
        if (parent is not null)
            inputs.Add(
                new
                {
                    @namespace = space,
                    name = stored.Dataset.Name,
                    facets = new { version = Version(parent) },
                }
            );
        var run = new
        {
            eventType = "COMPLETE",
            eventTime = version.CreatedAt,
            producer = Producer,
            schemaURL = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
            run = new { runId = RunId(version.Identity) },
            job = new
            {
                @namespace = space,
                name = $"dataset.{(version.IsRebuild ? "rebuild" : "build")}.{stored.Dataset.Name}",
                facets = new
                {
                    jobType = new
                    {
                        _producer = Producer,
                        _schemaURL = Schema("2-0-3", "JobTypeJobFacet"),
                        processingType = "BATCH",
                        integration = "TRIAGE_CONSOLE",
                        jobType = "JOB",
                    },
                },
            },
            inputs,
            outputs = new[]
            {
                new
                {
                    @namespace = space,
                    name = stored.Dataset.Name,
                    facets = new { version = Version(version.Identity) },
                    outputFacets = new
                    {
                        outputStatistics = new
                        {
                            _producer = Producer,
                            _schemaURL = Schema("1-0-2", "OutputStatisticsOutputDatasetFacet"),
                            rowCount = version.Rows,
                        },
                    },
                },
            },
        };
        return CanonicalJson.Of(JsonSerializer.SerializeToElement(run));
    }

    /// <summary>The pointer to the definition of a facet in its published schema.</summary>
    private static string Schema(string version, string facet) =>
        $"https://openlineage.io/spec/facets/{version}/{facet}.json#/$defs/{facet}";

    private static object Input(string space, string name, int rows) =>
        new
        {
            @namespace = space,
            name,
            inputFacets = new
            {
                inputStatistics = new
                {
                    _producer = Producer,
                    _schemaURL = Schema("1-0-0", "InputStatisticsInputDatasetFacet"),
                    rowCount = rows,
                },
            },
        };

    private static object Version(string identity) =>
        new
        {
            _producer = Producer,
            _schemaURL = Schema("1-0-1", "DatasetVersionDatasetFacet"),
            datasetVersion = identity,
        };

    /// <summary>A UUID (version 8) from the identity, so that the event of a version is always the same.</summary>
    private static string RunId(string identity)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes("openlineage run\n" + identity))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
