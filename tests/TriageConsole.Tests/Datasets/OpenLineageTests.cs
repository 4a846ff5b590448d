using System.Globalization;
using System.Text.Json;

namespace TriageConsole.Tests.Datasets;

/// <summary>The OpenLineage event against the published schemas, version 2-0-2 of the event and the newest ones of its facets.</summary>
public sealed class OpenLineageTests
{
    private const string Facets = "https://openlineage.io/spec/facets/";

    /// <summary>The facets by their name in an event: where they may be, their schema, and the properties that it requires.</summary>
    private static readonly Dictionary<string, (string Place, string Schema, string[] Required)> Known = new()
    {
        ["jobType"] = ("job", "2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet", ["processingType", "integration"]),
        ["version"] = ("facets", "1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet", ["datasetVersion"]),
        ["inputStatistics"] = ("inputFacets", "1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet", []),
        ["outputStatistics"] = (
            "outputFacets",
            "1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet",
            []
        ),
    };

    [Fact]
    public async Task Event_HasWhatTheSchemaRequires()
    {
        await using var w = await DatasetWorld.CreateAsync(3);
        var first = await w.BuildAsync();
        Check(await ReadAsync(w, first.Dataset, "1"));
        await w.SendAsync("late", "a late question", "a late answer");
        await w.LabelAsync(("late", "quality", "yes"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await w.BuildAsync();
        var run = await ReadAsync(w, first.Dataset, "2");
        Check(run);
        // The version before is an input of the later one; it is the same dataset with another version.
        var parent = run.GetProperty("inputs").EnumerateArray().Single(i => i.TryGetProperty("facets", out _));
        Assert.Equal("set", Text(parent, "name"));
        Assert.Equal(first.Identity, Text(parent.GetProperty("facets").GetProperty("version"), "datasetVersion"));
        var output = Assert.Single(run.GetProperty("outputs").EnumerateArray());
        Assert.Equal(Text(parent, "namespace"), Text(output, "namespace"));
        Assert.Equal(second.Identity, Text(output.GetProperty("facets").GetProperty("version"), "datasetVersion"));
        Assert.Equal(4, output.GetProperty("outputFacets").GetProperty("outputStatistics").GetProperty("rowCount").GetInt32());
    }

    [Fact]
    public async Task Versions_HaveRunsOfTheirOwn()
    {
        await using var w = await DatasetWorld.CreateAsync(2);
        var built = await w.BuildAsync();
        var other = await w.BuildAsync(name: "other");
        Assert.Equal(RunOf(await ReadAsync(w, built.Dataset, "1")), RunOf(await ReadAsync(w, built.Dataset, "1")));
        Assert.NotEqual(RunOf(await ReadAsync(w, built.Dataset, "1")), RunOf(await ReadAsync(w, other.Dataset, "1")));
    }

    private static void Check(JsonElement run)
    {
        Assert.Equal("COMPLETE", Text(run, "eventType"));
        Assert.True(
            DateTimeOffset.TryParse(Text(run, "eventTime"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
                && Text(run, "eventTime").Contains('T', StringComparison.Ordinal)
        );
        Assert.Equal(TimeSpan.Zero, at.Offset);
        Assert.Equal("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent", Text(run, "schemaURL"));
        IsUri(run, "producer");
        Assert.NotEqual(Guid.Empty, RunOf(run));
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

    private static Guid RunOf(JsonElement run) => Guid.ParseExact(Text(run.GetProperty("run"), "runId"), "D");

    private static async Task<JsonElement> ReadAsync(DatasetWorld w, long dataset, string version) =>
        JsonSerializer.Deserialize<JsonElement>(await w.ExportAsync(dataset, version, "openlineage"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
