using System.Globalization;
using System.Text.Json.Nodes;

namespace TriageConsole.Account.Provisioning;

/// <summary>A provisioned group as the identity provider sees it.</summary>
/// <param name="Id">The id of the group.</param>
/// <param name="DisplayName">The name.</param>
/// <param name="ExternalId">The id at the identity provider.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">The last change.</param>
/// <param name="Members">Ids and names of the members; null if the request does not want them.</param>
internal sealed record ScimGroup(
    long Id,
    string DisplayName,
    string? ExternalId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<(long Id, string Name)>? Members
)
{
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Group";

    public string Path => "Groups/" + Id.ToString(CultureInfo.InvariantCulture);

    public JsonObject ToJson(HttpContext context)
    {
        var body = new JsonObject
        {
            ["schemas"] = ScimAnswer.Texts(Schema),
            ["id"] = Id.ToString(CultureInfo.InvariantCulture),
            ["displayName"] = DisplayName,
            ["meta"] = new JsonObject
            {
                ["resourceType"] = "Group",
                ["created"] = ScimAnswer.Time(CreatedAt),
                ["lastModified"] = ScimAnswer.Time(UpdatedAt),
                ["location"] = ScimAnswer.Location(context, Path),
            },
        };
        if (ExternalId is not null)
            body["externalId"] = ExternalId;
        if (Members is not null)
            body["members"] = new JsonArray([.. Members.Select(m => (JsonNode)ToJson(context, m.Id, m.Name))]);
        return body;
    }

    private static JsonObject ToJson(HttpContext context, long id, string name)
    {
        var value = id.ToString(CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["value"] = value,
            ["type"] = "User",
            ["display"] = name,
            ["$ref"] = ScimAnswer.Location(context, "Users/" + value),
        };
    }
}
