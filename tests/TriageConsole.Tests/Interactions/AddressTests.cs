using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Interactions;

/// <summary>Ids in URLs of the API, and stored parts of older versions.</summary>
public sealed class AddressTests
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 500 };

    private static readonly string[] Ids =
    [
        "i06/a/b",
        "i06%2Fa",
        "i06%252Fa",
        "i06 a+b&c=d#e?f",
        "i06-käse-🚀",
        "i06\\x",
        "i06;v=1",
        "i06:colon@at",
        "i06-" + new string('x', 296),
        "a/b",
        "a%2Fb",
        "a%252Fb",
        "a//b",
        "//a",
        "/",
        "a/../b",
        "../a",
        "%",
        "%25",
        "%2",
        "?",
        "#",
        "+",
        ";",
        "\\",
        "...",
        ".a",
        "a.",
        "new",
        "export",
        "1",
        "'\"<>&",
    ];

    [Fact]
    public async Task EveryId_ThroughTheApi_OpensItsInteraction()
    {
        await using var app = await TestApp.StartAsync();
        await SendAsync(
            app,
            Ids.Select(i =>
                JsonSerializer.Serialize(
                    new
                    {
                        trace_id = i,
                        task_type = "case.i06",
                        task_id = "k",
                        model_version = "v1",
                        input = "Hi",
                    }
                )
            )
        );
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        foreach (var id in Ids)
        {
            using var answer = await client.GetAsync(new Uri("/api/v1/interactions/" + Uri.EscapeDataString(id), UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{id}: {answer.StatusCode}");
            Assert.Equal(id, (await ReadAsync(answer)).GetProperty("interaction").GetProperty("trace_id").GetString());
        }
    }

    [Theory]
    [InlineData("/api/v1/interactions/a/b", "a/b")]
    [InlineData("/api/v1/interactions/a%2Fb", "a/b")]
    [InlineData("/api/v1/interactions/a%252Fb", "a%2Fb")]
    [InlineData("/api/v1/interactions/x/../a", null)]
    [InlineData("/api/v1/interactions/%2E%2E/interactions/a", null)]
    [InlineData("/api/v1/x/../interactions/a", null)]
    [InlineData("/api/v1/interactions/a?x=b", "a")]
    [InlineData("/api/v1/interactions/a%FF", null)]
    [InlineData("/api/v1/interactions/a%2F", null)]
    [InlineData("/api/v1/interactions/..", null)]
    public async Task EncodedPath_IsDecodedOnce_AndNeverMatchesAnotherId(string path, string? expected)
    {
        await using var app = await TestApp.StartAsync();
        await SendAsync(
            app,
            new[] { "a", "b", "a/b", "a%2Fb" }.Select(i =>
                JsonSerializer.Serialize(
                    new
                    {
                        trace_id = i,
                        task_type = "case.i06",
                        task_id = "k",
                        model_version = "v1",
                    }
                )
            )
        );
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        // Sent unchanged, without the normalisation of the client.
        using var answer = await client.GetAsync(
            new Uri(
                app.Address.GetLeftPart(UriPartial.Authority) + path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            )
        );
        if (expected is null)
        {
            Assert.True((int)answer.StatusCode is >= 400 and < 500, answer.StatusCode.ToString());
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
        else
        {
            Assert.Equal(expected, (await ReadAsync(answer)).GetProperty("interaction").GetProperty("trace_id").GetString());
        }
    }

    [Fact]
    public async Task SignIn_ReturnsToTheOriginalUrl()
    {
        await using var app = await TestApp.StartAsync();
        using var answer = await app.CreateClient().GetAsync(new Uri("/interactions/a%252Fb%2Fc?tenant=acme", UriKind.Relative));
        Assert.Contains(
            "returnUrl=" + Uri.EscapeDataString("/interactions/a%252Fb%2Fc?tenant=acme"),
            answer.Headers.Location!.OriginalString,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task PartsStoredByOlderVersions_AreReturnedWithReplacements()
    {
        await using var app = await TestApp.StartAsync();
        await SendAsync(
            app,
            [
                JsonSerializer.Serialize(
                    new
                    {
                        trace_id = "old",
                        task_type = "case.i03",
                        task_id = "k",
                        model_version = "v1",
                        output = "x",
                    }
                ),
            ]
        );
        var deep = new string('[', 90) + new string(']', 90);
        await using (var db = app.Database.CreateContext())
        {
            await db.InteractionPayloads.ExecuteUpdateAsync(s =>
                s.SetProperty(p => p.Messages, @"[{""role"":""user"",""content"":""half \ud83d here"",""\udc00"":1}]")
                    .SetProperty(p => p.Context, $@"{{""metadata"":{{""deep"":{deep},""half"":""\ude00""}}}}")
            );
        }

        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        using var answer = await client.GetAsync(new Uri("/api/v1/interactions/old", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var read = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(), Deep);
        Assert.Equal("half � here", read.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal("�", read.GetProperty("context").GetProperty("metadata").GetProperty("half").GetString());
    }

    internal static async Task SendAsync(TestApp app, IEnumerable<string> lines) =>
        await app.Get<IngestService>()
            .AcceptAsync(
                new IngestSource(await app.EnsureTenantAsync("acme"), "acme"),
                new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)))
            );

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
}
