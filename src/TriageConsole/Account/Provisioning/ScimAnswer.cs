using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TriageConsole.Account.Provisioning;

/// <summary>Writes answers in the media type of SCIM.</summary>
internal static class ScimAnswer
{
    public const string MediaType = "application/scim+json";

    public static IResult Of(JsonNode body, int status = StatusCodes.Status200OK) =>
        TypedResults.Text(body.ToJsonString(), MediaType, Encoding.UTF8, status);

    public static IResult Refuse(int status, string? type, string detail)
    {
        var body = new JsonObject
        {
            ["schemas"] = Texts("urn:ietf:params:scim:api:messages:2.0:Error"),
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
            ["detail"] = detail,
        };
        if (type is not null)
            body["scimType"] = type;
        return Of(body, status);
    }

    public static IResult Refuse(ScimException refusal) => Refuse(refusal.Status, refusal.Type, refusal.Message);

    public static JsonObject List(IEnumerable<JsonNode> resources, int total, int startIndex)
    {
        var rows = new JsonArray([.. resources]);
        return new JsonObject
        {
            ["schemas"] = Texts("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
            ["totalResults"] = total,
            ["startIndex"] = startIndex,
            ["itemsPerPage"] = rows.Count,
            ["Resources"] = rows,
        };
    }

    public static JsonArray Texts(params string[] texts) => new([.. texts.Select(t => (JsonNode?)JsonValue.Create(t))]);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The address of a resource, as the identity provider reaches this server.</summary>
    public static string Location(HttpContext context, string path) =>
        $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/scim/v2/{path}";
}
