using System.Text.Json;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Core.Tests.Evaluation;

/// <summary>Schemas and values as JSON text, for the tests of the schema check.</summary>
internal static class JsonSchemas
{
    public static string[] Check(string schema, string value) => [.. new JsonSchemaCheck(Element(schema)).Check(Element(value))];

    public static JsonElement Element(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
