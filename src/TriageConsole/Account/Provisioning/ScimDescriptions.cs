using System.Text.Json.Nodes;

namespace TriageConsole.Account.Provisioning;

/// <summary>What the console supports, for the identity provider (RFC 7643, sections 5 to 7).</summary>
internal static class ScimDescriptions
{
    public static JsonObject Config(HttpContext context) =>
        new()
        {
            ["schemas"] = ScimAnswer.Texts("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"),
            ["patch"] = Supported(true),
            ["bulk"] = new JsonObject
            {
                ["supported"] = false,
                ["maxOperations"] = 0,
                ["maxPayloadSize"] = 0,
            },
            ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ScimPage.MaxCount },
            ["changePassword"] = Supported(false),
            ["sort"] = Supported(false),
            ["etag"] = Supported(false),
            ["authenticationSchemes"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "oauthbearertoken",
                    ["name"] = "Bearer token",
                    ["description"] = "The token of the setting Provisioning:Token.",
                    ["primary"] = true,
                }
            ),
            ["meta"] = Meta(context, "ServiceProviderConfig", "ServiceProviderConfig"),
        };

    public static IReadOnlyList<JsonObject> ResourceTypes(HttpContext context) =>
        [ResourceType(context, "User", ScimUser.Schema), ResourceType(context, "Group", ScimGroup.Schema)];

    public static IReadOnlyList<JsonObject> Schemas(HttpContext context) =>
        [
            Schema(
                context,
                ScimUser.Schema,
                "User",
                Attribute("userName", "string", required: true, uniqueness: "server"),
                Attribute("externalId", "string", caseExact: true),
                Attribute("displayName", "string"),
                Parts("name", false, Attribute("formatted", "string"), Attribute("givenName", "string"), Attribute("familyName", "string")),
                Parts("emails", true, Attribute("value", "string"), Attribute("type", "string"), Attribute("primary", "boolean")),
                Attribute("active", "boolean")
            ),
            Schema(
                context,
                ScimGroup.Schema,
                "Group",
                Attribute("displayName", "string", required: true, uniqueness: "server"),
                Attribute("externalId", "string", caseExact: true),
                Parts(
                    "members",
                    true,
                    Attribute("value", "string"),
                    Attribute("type", "string"),
                    Attribute("display", "string", mutability: "readOnly"),
                    Attribute("$ref", "reference", mutability: "readOnly")
                )
            ),
        ];

    private static JsonObject Supported(bool supported) => new() { ["supported"] = supported };

    private static JsonObject ResourceType(HttpContext context, string name, string schema) =>
        new()
        {
            ["schemas"] = ScimAnswer.Texts("urn:ietf:params:scim:schemas:core:2.0:ResourceType"),
            ["id"] = name,
            ["name"] = name,
            ["endpoint"] = $"/{name}s",
            ["schema"] = schema,
            ["meta"] = Meta(context, "ResourceType", "ResourceTypes/" + name),
        };

    private static JsonObject Schema(HttpContext context, string id, string name, params JsonNode[] attributes) =>
        new()
        {
            ["schemas"] = ScimAnswer.Texts("urn:ietf:params:scim:schemas:core:2.0:Schema"),
            ["id"] = id,
            ["name"] = name,
            ["attributes"] = new JsonArray([.. attributes]),
            ["meta"] = Meta(context, "Schema", "Schemas/" + id),
        };

    private static JsonObject Attribute(
        string name,
        string type,
        bool required = false,
        bool caseExact = false,
        string uniqueness = "none",
        string mutability = "readWrite"
    ) =>
        new()
        {
            ["name"] = name,
            ["type"] = type,
            ["multiValued"] = false,
            ["required"] = required,
            ["caseExact"] = caseExact,
            ["mutability"] = mutability,
            ["returned"] = "default",
            ["uniqueness"] = uniqueness,
        };

    private static JsonObject Parts(string name, bool isMany, params JsonNode[] parts)
    {
        var attribute = Attribute(name, "complex");
        attribute["multiValued"] = isMany;
        attribute["subAttributes"] = new JsonArray([.. parts]);
        return attribute;
    }

    private static JsonObject Meta(HttpContext context, string type, string path) =>
        new() { ["resourceType"] = type, ["location"] = ScimAnswer.Location(context, path) };
}
