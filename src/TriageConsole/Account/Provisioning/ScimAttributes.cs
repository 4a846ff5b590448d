namespace TriageConsole.Account.Provisioning;

/// <summary>Attributes that identity providers send and the console does not keep. A password is among them: it is never stored.</summary>
internal static class ScimAttributes
{
    private static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
    {
        "schemas",
        "id",
        "meta",
        "groups",
        "nickName",
        "profileUrl",
        "title",
        "userType",
        "preferredLanguage",
        "locale",
        "timezone",
        "password",
        "phoneNumbers",
        "ims",
        "photos",
        "addresses",
        "entitlements",
        "roles",
        "x509Certificates",
    };

    private static readonly HashSet<string> ReadOnly = new(StringComparer.OrdinalIgnoreCase) { "id", "meta", "groups" };

    public static bool AreIgnored(string name) => Ignored.Contains(name);

    /// <summary>Whether the path names an attribute that the console does not keep. Refuses those that only the console sets.</summary>
    public static bool AreIgnored(ScimPath path)
    {
        if (ReadOnly.Contains(path.Attribute))
            throw new ScimException(StatusCodes.Status400BadRequest, "mutability", $"{path.Attribute} is read-only.");
        return path.IsExtension || Ignored.Contains(path.Attribute);
    }
}
