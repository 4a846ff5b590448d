using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TriageConsole.Tests.Datasets;

/// <summary>The Croissant description against the properties that version 1.1 of its specification requires.</summary>
public sealed class CroissantTests
{
    /// <summary>The terms of the specification's context that a description can use without a prefix.</summary>
    private static readonly string[] Terms =
    [
        "annotation",
        "arrayShape",
        "citeAs",
        "column",
        "conformsTo",
        "containedIn",
        "data",
        "dataType",
        "equivalentProperty",
        "examples",
        "excludes",
        "extract",
        "field",
        "fileProperty",
        "fileObject",
        "fileSet",
        "format",
        "includes",
        "isArray",
        "isLiveDataset",
        "jsonPath",
        "key",
        "md5",
        "parentField",
        "recordSet",
        "references",
        "regex",
        "readLines",
        "sdVersion",
        "separator",
        "source",
        "subField",
        "transform",
        "unArchive",
        "value",
    ];

    private static readonly string[] SchemaOrg =
    [
        "contentSize",
        "contentUrl",
        "creator",
        "datePublished",
        "description",
        "distribution",
        "encodingFormat",
        "identifier",
        "license",
        "name",
        "sha256",
        "url",
        "version",
    ];

    private static readonly string[] DataTypes = ["sc:Boolean", "sc:Date", "sc:DateTime", "sc:Float", "sc:Integer", "sc:Text", "cr:Split"];

    [Fact]
    public async Task Dataset_HasWhatTheSpecificationRequires()
    {
        await using var w = await DatasetWorld.CreateAsync(4);
        var built = await w.BuildAsync();
        var root = await ReadAsync(w, built.Dataset, "1");
        Assert.Equal("sc:Dataset", Text(root, "@type"));
        Assert.Equal("http://mlcommons.org/croissant/1.1", Text(root, "conformsTo"));
        Assert.Equal("set", Text(root, "name"));
        Assert.NotEmpty(Text(root, "description"));
        Assert.Equal("sc:CreativeWork", Text(root.GetProperty("license"), "@type"));
        Assert.NotEmpty(Text(root.GetProperty("license"), "name"));
        Assert.Equal($"/datasets/{built.Dataset}?version=1", Text(root, "url"));
        Assert.Equal("sc:Organization", Text(root.GetProperty("creator"), "@type"));
        Assert.NotEmpty(Text(root.GetProperty("creator"), "name"));
        Assert.True(
            DateTimeOffset.TryParse(Text(root, "datePublished"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _)
        );
        // The recommended scheme is that of semantic versions.
        Assert.Equal("1.0.0", Text(root, "version"));
        Assert.False(root.TryGetProperty("prov:wasDerivedFrom", out _));

        var context = root.GetProperty("@context");
        Assert.Equal("https://schema.org/", Text(context, "@vocab"));
        Assert.Equal("https://schema.org/", Text(context, "sc"));
        Assert.Equal("http://mlcommons.org/croissant/", Text(context, "cr"));
        Assert.Equal("http://purl.org/dc/terms/", Text(context, "dct"));
        Assert.Equal("http://www.w3.org/ns/prov#", Text(context, "prov"));
        Assert.Equal("dct:conformsTo", Text(context, "conformsTo"));
        Assert.Equal("@json", Text(context.GetProperty("data"), "@type"));
        Assert.Equal("@vocab", Text(context.GetProperty("dataType"), "@type"));
        foreach (var name in Properties(root).Distinct().Where(n => !n.StartsWith('@') && !n.Contains(':', StringComparison.Ordinal)))
            if (Terms.Contains(name))
                Assert.Equal(name == "conformsTo" ? "dct:conformsTo" : $"cr:{name}", IriOf(context.GetProperty(name)));
            else
                Assert.Contains(name, SchemaOrg);
    }

    [Fact]
    public async Task Files_HaveTheHashAndTheSizeOfTheirDownload()
    {
        await using var w = await DatasetWorld.CreateAsync(4);
        var built = await w.BuildAsync();
        var files = (await ReadAsync(w, built.Dataset, "1")).GetProperty("distribution").EnumerateArray().ToList();
        Assert.Equal(["chat", "evaluation", "csv"], files.Select(f => Text(f, "@id").Replace("-file", "", StringComparison.Ordinal)));
        foreach (var file in files)
        {
            var format = Text(file, "@id").Replace("-file", "", StringComparison.Ordinal);
            var bytes = Encoding.UTF8.GetBytes(await w.ExportAsync(built.Dataset, "1", format));
            Assert.Equal("cr:FileObject", Text(file, "@type"));
            Assert.Equal(format == "csv" ? "set-v1.csv" : "set-v1.jsonl", Text(file, "name"));
            Assert.Equal($"/api/v1/datasets/{built.Dataset}/versions/1/export?format={format}", Text(file, "contentUrl"));
            Assert.Equal($"{bytes.Length} B", Text(file, "contentSize"));
            Assert.Equal(format == "csv" ? "text/csv" : "application/jsonlines", Text(file, "encodingFormat"));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Text(file, "sha256"));
        }
    }

    [Fact]
    public async Task RecordSets_DescribeEveryColumn_AndReferToWhatExists()
    {
        await using var w = await DatasetWorld.CreateAsync(4);
        var built = await w.BuildAsync();
        var root = await ReadAsync(w, built.Dataset, "1");
        var defined = Objects(root).Where(o => o.TryGetProperty("@id", out _) && o.EnumerateObject().Count() > 1).ToList();
        var ids = defined.ConvertAll(o => Text(o, "@id"));
        Assert.Equal(ids.Distinct(), ids);
        foreach (var reference in Objects(root).Where(o => o.TryGetProperty("@id", out _) && o.EnumerateObject().Count() == 1))
            Assert.Contains(Text(reference, "@id"), ids);

        var header = (await w.ExportAsync(built.Dataset, "1", "csv")).Split('\n')[0].Split(',');
        var sets = root.GetProperty("recordSet").EnumerateArray().ToDictionary(s => Text(s, "name"));
        foreach (var (name, set) in sets)
        {
            Assert.Equal(("cr:RecordSet", name), (Text(set, "@type"), Text(set, "@id")));
            foreach (var field in set.GetProperty("field").EnumerateArray())
            {
                Assert.Equal(("cr:Field", $"{name}/{Text(field, "name")}"), (Text(field, "@type"), Text(field, "@id")));
                Assert.Contains(Text(field, "dataType"), DataTypes);
            }
        }

        var columns = sets["rows"].GetProperty("field").EnumerateArray().ToList();
        Assert.Equal(header, columns.Select(f => Text(f.GetProperty("source").GetProperty("extract"), "column")));
        Assert.All(columns, f => Assert.Equal("csv-file", Text(f.GetProperty("source").GetProperty("fileObject"), "@id")));
        Assert.Equal("splits/name", Text(columns.Single(f => Text(f, "name") == "split").GetProperty("references"), "@id"));
    }

    [Theory]
    [InlineData("train", "cr:TrainingSplit")]
    [InlineData("Validation", "cr:ValidationSplit")]
    [InlineData("test", "cr:TestSplit")]
    [InlineData("holdout", null)]
    public async Task Splits_HaveTheirMeaning_IfItIsKnown(string split, string? meaning)
    {
        await using var w = await DatasetWorld.CreateAsync(2);
        var built = await w.BuildAsync($$"""{"splits":[{"name":"{{split}}","share":1}]}""");
        var root = await ReadAsync(w, built.Dataset, "1");
        var splits = root.GetProperty("recordSet").EnumerateArray().Single(s => Text(s, "name") == "splits");
        Assert.Equal("cr:Split", Text(splits, "dataType"));
        var record = Assert.Single(splits.GetProperty("data").EnumerateArray());
        Assert.Equal(split, Text(record, "splits/name"));
        Assert.Equal(meaning, record.TryGetProperty("splits/url", out var url) ? url.GetString() : null);
        // A record has a value for each field.
        Assert.Equal(
            record.EnumerateObject().Select(p => p.Name).Order(),
            splits.GetProperty("field").EnumerateArray().Select(f => Text(f, "@id")).Order()
        );
    }

    [Fact]
    public async Task LaterVersion_IsDerivedFromItsParent()
    {
        await using var w = await DatasetWorld.CreateAsync(2);
        var first = await w.BuildAsync();
        await w.SendAsync("late", "a late question", "a late answer");
        await w.LabelAsync(("late", "quality", "yes"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        await w.BuildAsync();
        var root = await ReadAsync(w, first.Dataset, "2");
        Assert.Equal($"urn:sha256:{first.Identity}", Text(root.GetProperty("prov:wasDerivedFrom"), "@id"));
        Assert.Equal("prov:Activity", Text(root.GetProperty("prov:wasGeneratedBy"), "@type"));
    }

    private static async Task<JsonElement> ReadAsync(DatasetWorld w, long dataset, string version) =>
        JsonSerializer.Deserialize<JsonElement>(await w.ExportAsync(dataset, version, "croissant"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string? IriOf(JsonElement term) => term.ValueKind == JsonValueKind.String ? term.GetString() : Text(term, "@id");

    /// <summary>All objects of the description, without the context and embedded data, which are not JSON-LD.</summary>
    private static IEnumerable<JsonElement> Objects(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .Where(p => p.Name is not ("@context" or "data" or "prov:wasDerivedFrom"))
                .SelectMany(p => Objects(p.Value))
                .Prepend(element),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
            _ => [],
        };

    private static IEnumerable<string> Properties(JsonElement root) =>
        Objects(root).SelectMany(o => o.EnumerateObject().Select(p => p.Name));
}
