using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>One app for the tests of a class. Each test uses traces of its own.</summary>
public sealed class OtlpFixture : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    /// <summary>A key of the tenant acme.</summary>
    public string Key { get; private set; } = "";

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(b => b.Configuration["Jobs:IsEnabled"] = "true");
        Key = await App.CreateApiKeyAsync("acme", "ingest", "read");
        Client = App.CreateApiClient(Key);
    }

    /// <summary>Sends OTLP JSON and returns the response, which must be 200.</summary>
    public async Task<JsonObject> SendAsync(string path, JsonNode body, HttpClient? client = null)
    {
        using var response = await PostAsync(path, Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json", client);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public async Task<HttpResponseMessage> PostAsync(
        string path,
        byte[] body,
        string type,
        HttpClient? client = null,
        string? encoding = null
    )
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        return await (client ?? Client).PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>The interaction of a trace as the API returns it; null if there is none.</summary>
    public async Task<JsonObject?> ReadAsync(string traceId, HttpClient? client = null)
    {
        using var response = await (client ?? Client).GetAsync(
            new Uri($"/api/v1/interactions/{Uri.EscapeDataString(traceId)}", UriKind.Relative)
        );
        return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject() : null;
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
