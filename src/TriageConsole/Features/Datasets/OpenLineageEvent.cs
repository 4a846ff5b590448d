using System.Text.Json;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>
/// The build of a version as a run event of OpenLineage, with versions, statistics and the parent. Only the end of a build is stored, so
/// there is no event of its start.
/// </summary>
internal static class OpenLineageEvent
{
    private static readonly OpenLineageParts Parts = new("urn:triage-console:datasets");

    public static byte[] Of(StoredVersion stored, string? parent)
    {
        var version = stored.Version;
        var (space, workflow) = (OpenLineageParts.Namespace(stored.Workflow.TenantKey), stored.Workflow.Key);
        List<object> inputs =
        [
            Input(space, $"{workflow}/interactions", stored.Items.Count),
            Input(space, $"{workflow}/labels", stored.Items.Sum(i => stored.Labels[i.Place].Count())),
        ];
        if (parent is not null)
            inputs.Add(Parts.Dataset(space, stored.Dataset.Name, parent));
        var run = new
        {
            eventType = "COMPLETE",
            eventTime = version.CreatedAt,
            producer = Parts.Producer,
            schemaURL = OpenLineageParts.EventSchema,
            run = new { runId = OpenLineageParts.RunId(version.Identity) },
            job = Parts.Job(space, $"dataset.{(version.IsRebuild ? "rebuild" : "build")}.{stored.Dataset.Name}"),
            inputs,
            outputs = new[]
            {
                new
                {
                    @namespace = space,
                    name = stored.Dataset.Name,
                    facets = new { version = Parts.Version(version.Identity) },
                    outputFacets = new
                    {
                        outputStatistics = new
                        {
                            _producer = Parts.Producer,
                            _schemaURL = OpenLineageParts.Schema("1-0-2", "OutputStatisticsOutputDatasetFacet"),
                            rowCount = version.Rows,
                        },
                    },
                },
            },
        };
        return CanonicalJson.Of(JsonSerializer.SerializeToElement(run));
    }

    private static object Input(string space, string name, int rows) =>
        new
        {
            @namespace = space,
            name,
            inputFacets = new
            {
                inputStatistics = new
                {
                    _producer = Parts.Producer,
                    _schemaURL = OpenLineageParts.Schema("1-0-0", "InputStatisticsInputDatasetFacet"),
                    rowCount = rows,
                },
            },
        };
}
