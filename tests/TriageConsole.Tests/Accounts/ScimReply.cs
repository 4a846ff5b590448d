using System.Net;
using System.Text.Json;

namespace TriageConsole.Tests.Accounts;

/// <summary>An answer of the SCIM endpoints.</summary>
internal sealed record ScimReply(HttpStatusCode Status, JsonElement Body)
{
    public string Text(string attribute) => Body.GetProperty(attribute).GetString()!;

    public bool IsActive => Body.GetProperty("active").GetBoolean();

    public int Total => Body.GetProperty("totalResults").GetInt32();

    public IReadOnlyList<JsonElement> Resources => [.. Body.GetProperty(nameof(Resources)).EnumerateArray()];

    /// <summary>The ids of the members of a group.</summary>
    public IReadOnlyList<string> Members =>
        [.. Body.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("value").GetString()!)];

    /// <summary>Checks a refusal with the form of RFC 7644.</summary>
    public void IsRefused(HttpStatusCode status, string? type = null)
    {
        Assert.Equal(status, Status);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", Body.GetProperty("schemas")[0].GetString());
        Assert.Equal(((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), Text("status"));
        Assert.Equal(type, Body.TryGetProperty("scimType", out var given) ? given.GetString() : null);
        Assert.NotEmpty(Text("detail"));
    }
}
