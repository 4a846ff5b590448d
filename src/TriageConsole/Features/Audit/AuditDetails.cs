using System.Text.Json;
using TriageConsole.Core;

namespace TriageConsole.Features.Audit;

/// <summary>Formats the details of an entry for the page.</summary>
internal static class AuditDetails
{
    // Settings of redaction can be long. The file and the API have the whole text.
    private const int MaxLength = 300;

    /// <summary>The values with their names, such as "from: Draft · to: Live", cut if they are long; empty values are left out.</summary>
    /// <param name="json">The details. A text that is no JSON object, because somebody changed it, is returned as it is.</param>
    public static string Words(string json) => Texts.Cut(Read(json), MaxLength);

    private static string Read(string json)
    {
        try
        {
            using var details = JsonDocument.Parse(json);
            if (details.RootElement.ValueKind != JsonValueKind.Object)
                return json;
            var shown =
                from field in details.RootElement.EnumerateObject()
                let value = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText()
                where value is not ("" or "null")
                select $"{field.Name.Replace('_', ' ')}: {value}";
            return shown.FirstOrDefault() is null ? "–" : string.Join(" · ", shown);
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
