using System.Text.Json;
using static TriageConsole.Tests.Datasets.OpenLineageSchema;

namespace TriageConsole.Tests.Datasets;

/// <summary>The OpenLineage event of the build of a version.</summary>
public sealed class OpenLineageTests
{
    [Fact]
    public async Task Event_HasWhatTheSchemaRequires()
    {
        await using var w = await DatasetWorld.CreateAsync(3);
        var first = await w.BuildAsync();
        Check(await ReadAsync(w, first.Dataset, "1"), "COMPLETE");
        await w.SendAsync("late", "a late question", "a late answer");
        await w.LabelAsync(("late", "quality", "yes"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await w.BuildAsync();
        var run = await ReadAsync(w, first.Dataset, "2");
        Check(run, "COMPLETE");
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

    private static async Task<JsonElement> ReadAsync(DatasetWorld w, long dataset, string version) =>
        JsonSerializer.Deserialize<JsonElement>(await w.ExportAsync(dataset, version, "openlineage"));
}
