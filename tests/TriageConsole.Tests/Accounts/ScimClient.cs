using System.Net;
using System.Text;
using System.Text.Json;

namespace TriageConsole.Tests.Accounts;

/// <summary>An identity provider that manages accounts and groups of the console.</summary>
internal sealed class ScimClient(HttpClient http)
{
    public const string Token = "the-token-of-the-identity-provider-0123456789";

    public static Task<AccountWorld> StartAsync() => AccountWorld.StartAsync(AppSettings.With(("Provisioning:Token", Token)));

    public static ScimClient Of(AccountWorld world) => new(world.App.CreateApiClient(Token));

    public Task<ScimReply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ScimReply> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    public Task<ScimReply> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    public Task<ScimReply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Sends operations, each a JSON object.</summary>
    public Task<ScimReply> PatchAsync(string path, params string[] operations) =>
        SendAsync(
            HttpMethod.Patch,
            path,
            $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{string.Join(',', operations)}}]}"""
        );

    public async Task<ScimReply> SendAsync(HttpMethod method, string path, string? json = null, string type = "application/scim+json")
    {
        using var request = new HttpRequestMessage(method, new Uri("/scim/v2/" + path, UriKind.Relative));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, type);
        // The server answers before a body that is too large is sent.
        request.Headers.ExpectContinue = json is { Length: > 1_000_000 };
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.NoContent)
            return new ScimReply(answer.StatusCode, default);
        Assert.Equal("application/scim+json", answer.Content.Headers.ContentType!.MediaType);
        using var document = JsonDocument.Parse(text);
        return new ScimReply(answer.StatusCode, document.RootElement.Clone());
    }

    /// <summary>Creates a user as Okta does. The result is the id.</summary>
    public async Task<string> AddUserAsync(string address)
    {
        var reply = await PostAsync(
            "Users",
            $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{address}}","displayName":"Name of {{address}}",
             "emails":[{"primary":true,"value":"{{address}}","type":"work"}],"active":true}
            """
        );
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        return reply.Text("id");
    }

    /// <summary>Creates a group with members. The result is the id.</summary>
    public async Task<string> AddGroupAsync(string name, params string[] members)
    {
        var values = string.Join(',', members.Select(m => $$"""{"value":"{{m}}"}"""));
        var reply = await PostAsync(
            "Groups",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"{{name}}","members":[{{values}}]}"""
        );
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        return reply.Text("id");
    }
}
