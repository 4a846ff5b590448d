using System.Text.RegularExpressions;

namespace TriageConsole.Account.Provisioning;

/// <summary>
/// A path of a PATCH request, such as <c>name.formatted</c>, <c>members[value eq "7"]</c> or <c>emails[type eq "work"].value</c>.
/// </summary>
/// <param name="Attribute">The attribute in lower case.</param>
/// <param name="FilterBy">The attribute in brackets in lower case; null without brackets.</param>
/// <param name="FilterValue">The value in brackets.</param>
/// <param name="Sub">The part after the dot in lower case; null without one.</param>
internal sealed partial record ScimPath(string Attribute, string? FilterBy, string? FilterValue, string? Sub)
{
    private const int MaxLength = 1000;
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:";

    /// <summary>An attribute of a schema that the console does not know.</summary>
    public bool IsExtension => Attribute.StartsWith("urn:", StringComparison.Ordinal);

    public static ScimPath Of(string text)
    {
        if (text.Length > MaxLength)
            throw Wrong("it is too long");
        foreach (var resource in new[] { "User:", "Group:" })
            if (text.StartsWith(Core + resource, StringComparison.OrdinalIgnoreCase))
                text = text[(Core + resource).Length..];
        if (text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
            return new ScimPath(text.ToLowerInvariant(), null, null, null);
        if (Form().Match(text) is not { Success: true } match)
            throw Wrong("it has a form that is not supported");
        var filtered = match.Groups["by"].Success;
        return new ScimPath(
            match.Groups["attribute"].Value.ToLowerInvariant(),
            filtered ? match.Groups["by"].Value.ToLowerInvariant() : null,
            filtered ? ScimFilter.Unquote(match.Groups["value"].Value, "invalidPath") : null,
            match.Groups["sub"].Success ? match.Groups["sub"].Value.ToLowerInvariant() : null
        );
    }

    public ScimException Unknown() => Wrong($"there is no attribute '{TriageConsole.Core.Texts.Cut(Attribute, 100)}'");

    private static ScimException Wrong(string why) =>
        new(StatusCodes.Status400BadRequest, "invalidPath", $"The path of an operation is not valid: {why}.");

    [GeneratedRegex(
        """^(?<attribute>[a-z$][\w$-]*)"""
            + """(?:\[\s*(?<by>[\w$-]+)\s+eq\s+(?<value>"(?:[^"\\]|\\.)*"|true|false)\s*\])?"""
            + """(?:\.(?<sub>[\w$-]+))?$""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}
