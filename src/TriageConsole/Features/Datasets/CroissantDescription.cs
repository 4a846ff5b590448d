using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>A version as Croissant 1.1: the files with their hashes, the fields, the splits and the parent.</summary>
internal static class CroissantDescription
{
    private const string Context = """
        {"@language":"en","@vocab":"https://schema.org/","sc":"https://schema.org/","cr":"http://mlcommons.org/croissant/",
         "dct":"http://purl.org/dc/terms/","prov":"http://www.w3.org/ns/prov#","conformsTo":"dct:conformsTo","column":"cr:column",
         "data":{"@id":"cr:data","@type":"@json"},"dataType":{"@id":"cr:dataType","@type":"@vocab"},
         "extract":"cr:extract","field":"cr:field",
         "fileObject":"cr:fileObject","jsonPath":"cr:jsonPath","key":"cr:key","recordSet":"cr:recordSet","references":"cr:references",
         "source":"cr:source"}
        """;

    private static readonly (string Name, string Type, string Description)[] Fields =
    [
        ("key", "sc:Text", "The trace id of the interaction."),
        ("task", "sc:Text", "The task. A task is never in two splits."),
        ("split", "sc:Text", "The split."),
        ("pattern", "sc:Text", "The failure pattern; empty without one."),
        ("weight", "sc:Float", "The sample weight."),
        ("input", "sc:Text", "The conversation up to the response."),
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
            ["identifier"] = "sha256:" + version.Identity,
            ["url"] = "urn:sha256:" + version.Identity,
            ["license"] = "Internal use, within the consent of the users",
            ["creator"] = new JsonObject { ["@type"] = "sc:Organization", ["name"] = stored.Workflow.TenantKey },
            ["datePublished"] = version.CreatedAt.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
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
            description["prov:wasDerivedFrom"] = new JsonObject { ["@id"] = "urn:sha256:" + parent };
        return CanonicalJson.Of(JsonSerializer.SerializeToElement(description));
    }

    private static string IdOf(DatasetFile file) => DatasetFormats.NameOf(file.Format) + "-file";

    private static JsonObject FileOf(StoredVersion stored, DatasetFile file)
    {
        var format = DatasetFormats.NameOf(file.Format);
        var dataset = stored.Dataset.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["@type"] = "cr:FileObject",
            ["@id"] = IdOf(file),
            ["name"] = format,
            ["contentUrl"] = $"/api/v1/datasets/{dataset}/versions/{stored.Version.Number}/export?format={format}",
            ["contentSize"] = $"{file.Bytes} B",
            ["encodingFormat"] = file.Format == DatasetFormat.Csv ? "text/csv" : "application/jsonlines",
            ["sha256"] = file.Sha256,
        };
    }

    private static JsonObject Splits(StoredVersion stored) =>
        new()
        {
            ["@type"] = "cr:RecordSet",
            ["@id"] = "splits",
            ["dataType"] = "cr:Split",
            ["key"] = new JsonObject { ["@id"] = "splits/name" },
            ["field"] = new JsonArray(
                new JsonObject
                {
                    ["@type"] = "cr:Field",
                    ["@id"] = "splits/name",
                    ["dataType"] = "sc:Text",
                }
            ),
            ["data"] = new JsonArray([
                .. stored
                    .Items.Select(i => i.Split)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(s => (JsonNode)new JsonObject { ["splits/name"] = s }),
            ]),
        };

    private static JsonObject Rows(IReadOnlyList<DatasetFile> files)
    {
        var file = IdOf(files.First(f => f.Format == DatasetFormat.Csv));
        return new JsonObject
        {
            ["@type"] = "cr:RecordSet",
            ["@id"] = "rows",
            ["key"] = new JsonObject { ["@id"] = "rows/key" },
            ["field"] = new JsonArray([.. Fields.Select(f => (JsonNode)FieldOf(f.Name, f.Type, f.Description, file))]),
        };
    }

    private static JsonObject FieldOf(string name, string type, string description, string file)
    {
        var field = new JsonObject
        {
            ["@type"] = "cr:Field",
            ["@id"] = $"rows/{name}",
            ["name"] = name,
            ["description"] = description,
            ["dataType"] = type,
            ["source"] = new JsonObject
            {
                ["fileObject"] = new JsonObject { ["@id"] = file },
                ["extract"] = new JsonObject { ["column"] = name },
            },
        };
        if (name == "split")
            field["references"] = new JsonObject { ["field"] = new JsonObject { ["@id"] = "splits/name" } };
        return field;
    }
}
