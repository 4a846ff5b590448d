using System.Text.Json;
using Microsoft.Net.Http.Headers;
using TriageConsole.Core;

namespace TriageConsole.Account.Provisioning;

/// <summary>Reads bodies of SCIM. Names of attributes are compared without case (RFC 7643, section 2.1).</summary>
internal static class ScimJson
{
    public static async Task<JsonElement> ReadAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !IsJson(type))
            throw new ScimException(
                StatusCodes.Status415UnsupportedMediaType,
                null,
                $"Send the body as {ScimAnswer.MediaType} or application/json."
            );
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw Syntax("an object");
        }
        catch (JsonException)
        {
            throw Syntax("JSON");
        }
    }

    /// <summary>The attributes of an object.</summary>
    public static List<(string Name, JsonElement Value)> Attributes(JsonElement of)
    {
        try
        {
            return of.ValueKind == JsonValueKind.Object ? [.. of.EnumerateObject().Select(p => (p.Name, p.Value))] : [];
        }
        catch (InvalidOperationException)
        {
            throw Unreadable("a name");
        }
    }

    /// <summary>The last attribute with this name; null if there is none, or its value is null.</summary>
    public static JsonElement? Find(JsonElement of, string name)
    {
        var found = Attributes(of).FindLast(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return found.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : found;
    }

    /// <summary>A text without characters that the database cannot store; null for null.</summary>
    public static string? Text(JsonElement? value, string name)
    {
        if (value is not { ValueKind: not JsonValueKind.Null } given)
            return null;
        if (given.ValueKind != JsonValueKind.String)
            throw ScimException.Invalid($"{name} must be a text.");
        try
        {
            return Texts.Storable(given.GetString()!).Trim();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            throw Unreadable(name);
        }
    }

    /// <summary>A truth value. Some identity providers send it as a text.</summary>
    public static bool Flag(JsonElement value, string name) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(Text(value, name), out var flag) => flag,
            _ => throw ScimException.Invalid($"{name} must be true or false."),
        };

    /// <summary>The objects of an attribute with several values. One object is a list of one, and no value an empty list.</summary>
    public static List<JsonElement> Entries(JsonElement? value, string problem) =>
        value switch
        {
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
            { ValueKind: JsonValueKind.Object } one => [one],
            null => [],
            _ => throw ScimException.Invalid(problem),
        };

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(ScimAnswer.MediaType, StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private static ScimException Syntax(string expected) =>
        new(StatusCodes.Status400BadRequest, "invalidSyntax", $"The body is not {expected}.");

    private static ScimException Unreadable(string what) => ScimException.Invalid($"The text of {what} is not valid Unicode.");
}
