using System.Globalization;
using System.Text.Json.Nodes;

namespace TriageConsole.Account.Provisioning;

/// <summary>An account as the identity provider sees it.</summary>
internal sealed record ScimUser(
    long Id,
    string UserName,
    string? ExternalId,
    string DisplayName,
    string Email,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:User";

    public string Path => "Users/" + Id.ToString(CultureInfo.InvariantCulture);

    public JsonObject ToJson(HttpContext context)
    {
        var body = new JsonObject
        {
            ["schemas"] = ScimAnswer.Texts(Schema),
            ["id"] = Id.ToString(CultureInfo.InvariantCulture),
            ["userName"] = UserName,
            ["displayName"] = DisplayName,
            ["name"] = new JsonObject { ["formatted"] = DisplayName },
            ["emails"] = new JsonArray(
                new JsonObject
                {
                    ["value"] = Email,
                    ["type"] = "work",
                    ["primary"] = true,
                }
            ),
            ["active"] = IsActive,
            ["meta"] = new JsonObject
            {
                ["resourceType"] = "User",
                ["created"] = ScimAnswer.Time(CreatedAt),
                ["lastModified"] = ScimAnswer.Time(UpdatedAt),
                ["location"] = ScimAnswer.Location(context, Path),
            },
        };
        if (ExternalId is not null)
            body["externalId"] = ExternalId;
        return body;
    }
}
