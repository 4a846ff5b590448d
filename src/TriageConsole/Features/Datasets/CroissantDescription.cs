using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>A version as Croissant 1.1: the files with their hashes, the fields, the splits and the parent.</summary>
internal static class CroissantDescription
{
    // The terms of the specification's appendix that are used here. The appendix writes schema.org with http, but the published examples
    // and the reference library know only https; both are names of one vocabulary.
    private const string Context = """
        {"@language":"en","@vocab":"https://schema.org/","sc":"https://schema.org/","cr":"http://mlcommons.org/croissant/",
         "dct":"http://purl.org/dc/terms/","prov":"http://www.w3.org/ns/prov#","column":"cr:column","conformsTo":"dct:conformsTo",
         "data":{"@id":"cr:data","@type":"@json"},"dataType":{"@id":"cr:dataType","@type":"@vocab"},"extract":"cr:extract",
         "field":"cr:field","fileObject":"cr:fileObject","isLiveDataset":"cr:isLiveDataset","key":"cr:key","recordSet":"cr:recordSet",
         "references":"cr:references","source":"cr:source"}
        """;

    /// <summary>The columns of the CSV file.</summary>
    private static readonly (string Name, string Type, string Description)[] Fields =
    [
        ("key", "sc:Text", "The trace id of the interaction."),
        ("task", "sc:Text", "The task. A task is never in two splits."),
        ("split", "sc:Text", "The split."),
        ("pattern", "sc:Text", "The failure pattern; empty without one."),
        ("weight", "sc:Float", "The sample weight."),
        ("input_hash", "sc:Text", "The hash of the input; empty without one."),
        ("labels", "sc:Text", "The labels that the row was made from, as label@revision, separated by spaces."),
        ("input", "sc:Text", "The conversation up to the response, as JSON."),
        ("preferred", "sc:Text", "The response to learn from or to expect, as JSON; an empty list without one."),
        ("non_preferred", "sc:Text", "A worse response, as JSON; an empty list without one."),
        ("answers", "sc:Text", "The agreed answers by criterion, as JSON."),
    ];

    public static byte[] Of(StoredVersion stored, IReadOnlyList<DatasetFile> files, string? parent)
    {
        var (version, name) = (stored.Version, stored.Dataset.Name);
        var description = new JsonObject
        {
            ["@context"] = JsonNode.Parse(Context),
            ["@type"] = "sc:Dataset",
            ["@id"] = "urn:sha256:" + version.Identity,
            ["name"] = name,
            ["description"] =
                $"Rows of the workflow {stored.Workflow.Key}, version {version.Number}: built by policy from labeled interactions.",
            ["conformsTo"] = "http://mlcommons.org/croissant/1.1",
            ["version"] = $"{version.Number}.0.0",
            ["isLiveDataset"] = false,
            ["identifier"] = "sha256:" + version.Identity,
            ["url"] = $"/datasets/{Id(stored)}?version={version.Number}",
            ["license"] = new JsonObject { ["@type"] = "sc:CreativeWork", ["name"] = "Internal use, within the consent of the users" },
            ["creator"] = new JsonObject { ["@type"] = "sc:Organization", ["name"] = stored.Workflow.TenantKey },
            ["datePublished"] = version.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["prov:wasGeneratedBy"] = new JsonObject
            {
                ["@type"] = "prov:Activity",
                ["prov:label"] = version.IsRebuild ? "Rebuild from a manifest" : "Build by policy",
                ["description"] = version.Policy,
            },
            ["distribution"] = new JsonArray([.. files.Select(f => (JsonNode)FileOf(stored, f))]),
            ["recordSet"] = new JsonArray(Splits(stored), Rows(files)),
        };
        if (parent is not null)
            description["prov:wasDerivedFrom"] = Reference("urn:sha256:" + parent);
        return CanonicalJson.Of(JsonSerializer.SerializeToElement(description));
    }

    private static string Id(StoredVersion stored) => stored.Dataset.Id.ToString(CultureInfo.InvariantCulture);

    private static string IdOf(DatasetFile file) => DatasetFormats.NameOf(file.Format) + "-file";

    private static JsonObject Reference(string id) => new() { ["@id"] = id };

    private static JsonObject FileOf(StoredVersion stored, DatasetFile file)
    {
        var (format, number) = (DatasetFormats.NameOf(file.Format), stored.Version.Number);
        return new JsonObject
        {
            ["@type"] = "cr:FileObject",
            ["@id"] = IdOf(file),
            ["name"] = DatasetFormats.FileName(stored.Dataset.Name, number, null, format),
            ["description"] = $"The rows in the format {format}.",
            ["contentUrl"] = $"/api/v1/datasets/{Id(stored)}/versions/{number}/export?format={format}",
            ["contentSize"] = $"{file.Bytes} B",
            ["encodingFormat"] = file.Format == DatasetFormat.Csv ? "text/csv" : "application/jsonlines",
            ["sha256"] = file.Sha256,
        };
    }

    private static JsonObject Splits(StoredVersion stored)
    {
        var splits = stored.Items.Select(i => i.Split).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        // Every record has every field: the meanings are left out if one is not known.
        var hasMeanings = splits.TrueForAll(s => MeaningOf(s) is not null);
        var fields = new JsonArray(Field("splits/name", "name", "sc:Text", "The name of the split."));
        if (hasMeanings)
            fields.Add(Field("splits/url", "url", "cr:Split", "What the split is for."));
        return new JsonObject
        {
            ["@type"] = "cr:RecordSet",
            ["@id"] = "splits",
            ["name"] = "splits",
            ["dataType"] = "cr:Split",
            ["key"] = Reference("splits/name"),
            ["field"] = fields,
            ["data"] = new JsonArray([.. splits.Select(s => (JsonNode)Record(s, hasMeanings))]),
        };
    }

    private static JsonObject Record(string split, bool withMeaning)
    {
        var record = new JsonObject { ["splits/name"] = split };
        if (withMeaning)
            record["splits/url"] = MeaningOf(split);
        return record;
    }

    private static string? MeaningOf(string split) =>
        split.ToLowerInvariant() switch
        {
            "train" or "training" => "cr:TrainingSplit",
            "validation" or "val" or "dev" => "cr:ValidationSplit",
            "test" or "testing" => "cr:TestSplit",
            _ => null,
        };

    private static JsonObject Rows(IReadOnlyList<DatasetFile> files)
    {
        var file = IdOf(files.First(f => f.Format == DatasetFormat.Csv));
        return new JsonObject
        {
            ["@type"] = "cr:RecordSet",
            ["@id"] = "rows",
            ["name"] = "rows",
            ["description"] = "The rows, one per interaction.",
            ["key"] = Reference("rows/key"),
            ["field"] = new JsonArray([.. Fields.Select(f => (JsonNode)ColumnOf(f.Name, f.Type, f.Description, file))]),
        };
    }

    private static JsonObject ColumnOf(string name, string type, string description, string file)
    {
        var field = Field($"rows/{name}", name, type, description);
        field["source"] = new JsonObject
        {
            ["fileObject"] = Reference(file),
            ["extract"] = new JsonObject { ["column"] = name },
        };
        if (name == "split")
            field["references"] = Reference("splits/name");
        return field;
    }

    private static JsonObject Field(string id, string name, string type, string description) =>
        new()
        {
            ["@type"] = "cr:Field",
            ["@id"] = id,
            ["name"] = name,
            ["description"] = description,
            ["dataType"] = type,
        };
}
