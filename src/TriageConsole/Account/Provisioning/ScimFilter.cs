using System.Text.Json;
using System.Text.RegularExpressions;
using TriageConsole.Core;

namespace TriageConsole.Account.Provisioning;

/// <summary>A filter of a list. Identity providers look for one resource by the value of one attribute.</summary>
/// <param name="Attribute">The attribute in lower case.</param>
/// <param name="Value">The value.</param>
internal sealed partial record ScimFilter(string Attribute, string Value)
{
    private const int MaxLength = 1000;

    /// <summary>Null: no filter.</summary>
    public static ScimFilter? Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (text.Length > MaxLength || Form().Match(text) is not { Success: true } match)
            throw new ScimException(
                StatusCodes.Status400BadRequest,
                "invalidFilter",
                "A filter has the form: attribute eq \"value\". Other operators are not supported."
            );
        return new ScimFilter(match.Groups[1].Value.ToLowerInvariant(), Unquote(match.Groups[2].Value, "invalidFilter"));
    }

    public ScimException Unknown() =>
        new(StatusCodes.Status400BadRequest, "invalidFilter", $"The console cannot filter by '{Texts.Cut(Attribute, 100)}'.");

    /// <summary>The text of a JSON string; other literals as they are.</summary>
    public static string Unquote(string literal, string type)
    {
        if (literal is not ['"', ..])
            return literal.ToLowerInvariant();
        try
        {
            return Texts.Storable(JsonSerializer.Deserialize<string>(literal)!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ScimException(StatusCodes.Status400BadRequest, type, "The value in quotes is not a valid text.");
        }
    }

    [GeneratedRegex(
        """^\s*(?:urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group):)?([\w$.-]+)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}
