using System.Globalization;
using System.Text.Json;

namespace TriageConsole.Tests.Datasets;

/// <summary>What the published schemas of OpenLineage require, version 2-0-2 of the event and the newest ones of its facets.</summary>
internal static class OpenLineageSchema
{
    private const string Facets = "https://openlineage.io/spec/facets/";

    /// <summary>The facets by their name in an event: where they may be, their schema, and the properties that it requires.</summary>
    private static readonly Dictionary<string, (string Place, string Schema, string[] Required)> Known = new()
    {
        ["errorMessage"] = ("run", "1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet", ["message", "programmingLanguage"]),
        ["jobType"] = ("job", "2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet", ["processingType", "integration"]),
        ["version"] = ("facets", "1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet", ["datasetVersion"]),
        ["inputStatistics"] = ("inputFacets", "1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet", []),
        ["outputStatistics"] = (
            "outputFacets",
            "1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet",
            []
        ),
    };

    /// <summary>Checks one event.</summary>
    public static void Check(JsonElement run, string type)
    {
        Assert.Equal(type, Text(run, "eventType"));
        Assert.Contains("T", Text(run, "eventTime"), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, TimeOf(run).Offset);
        Assert.Equal("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent", Text(run, "schemaURL"));
        IsUri(run, "producer");
        Assert.NotEqual(Guid.Empty, RunOf(run));
        if (run.GetProperty("run").TryGetProperty("facets", out var ofRun))
            CheckFacets(ofRun, "run");
        var job = run.GetProperty("job");
        Named(job);
        CheckFacets(job.GetProperty("facets"), "job");
        foreach (var dataset in run.GetProperty("inputs").EnumerateArray().Concat(run.GetProperty("outputs").EnumerateArray()))
        {
            Named(dataset);
            foreach (var place in new[] { "facets", "inputFacets", "outputFacets" })
                if (dataset.TryGetProperty(place, out var facets))
                    CheckFacets(facets, place);
        }

        Assert.DoesNotContain(run.GetProperty("inputs").EnumerateArray(), i => i.TryGetProperty("outputFacets", out _));
        Assert.DoesNotContain(run.GetProperty("outputs").EnumerateArray(), o => o.TryGetProperty("inputFacets", out _));
    }

    /// <summary>
    /// Checks the events of one run: the same run and job, times that do not go back, and at most one START and one end, the START first.
    /// </summary>
    public static void CheckRun(IReadOnlyList<JsonElement> events, params string[] types)
    {
        Assert.Equal(types.Length, events.Count);
        foreach (var (run, type) in events.Zip(types))
            Check(run, type);
        Assert.Single(events.Select(RunOf).Distinct());
        Assert.Single(events.Select(e => Text(e.GetProperty("job"), "name")).Distinct());
        Assert.Equal(events.Select(TimeOf).Order(), events.Select(TimeOf));
        Assert.DoesNotContain("START", types.Skip(1));
        Assert.DoesNotContain(types.SkipLast(1), t => t is "COMPLETE" or "ABORT" or "FAIL");
    }

    public static Guid RunOf(JsonElement run) => Guid.ParseExact(Text(run.GetProperty("run"), "runId"), "D");

    public static DateTimeOffset TimeOf(JsonElement run) =>
        DateTimeOffset.Parse(Text(run, "eventTime"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static void CheckFacets(JsonElement facets, string place)
    {
        foreach (var facet in facets.EnumerateObject())
        {
            var (at, schema, required) = Known[facet.Name];
            Assert.Equal(at, place);
            Assert.Equal(Facets + schema, Text(facet.Value, "_schemaURL"));
            IsUri(facet.Value, "_producer");
            foreach (var property in required)
                Assert.NotEmpty(Text(facet.Value, property));
            foreach (var count in new[] { "rowCount", "size", "fileCount" })
                if (facet.Value.TryGetProperty(count, out var value))
                    Assert.True(value.TryGetInt64(out _), $"{facet.Name}.{count} is not a whole number.");
        }
    }

    private static void Named(JsonElement element)
    {
        Assert.NotEmpty(Text(element, "namespace"));
        Assert.NotEmpty(Text(element, "name"));
    }

    private static void IsUri(JsonElement element, string name) =>
        Assert.True(Uri.TryCreate(Text(element, name), UriKind.Absolute, out _), $"{name} is not a URI.");
}
