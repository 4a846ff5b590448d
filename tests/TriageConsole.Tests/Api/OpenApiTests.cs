using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Features.Demo;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Api;

/// <summary>The OpenAPI description is what the endpoints do: the same addresses, methods and scopes, and examples that work.</summary>
public sealed partial class OpenApiTests
{
    /// <summary>
    /// Endpoints of protocols (OTLP, other tools' clients) can be described elsewhere; if they are described here, it must be true.
    /// </summary>
    [Fact]
    public async Task Description_HasExactlyTheEndpointsForKeys_WithTheScopesOfTheTable()
    {
        await using var app = await TestApp.StartAsync();
        var described = (
            from operation in Operations(await DescriptionAsync(app))
            where operation.Json.TryGetProperty("security", out _)
            let security = operation.Json.GetProperty("security")[0].GetProperty("apiKey")
            let scopes = security.EnumerateArray().Select(s => s.GetString()).Order()
            select $"{operation.Method} {operation.Path}: {string.Join(", ", scopes)}"
        ).ToList();
        var served = (
            from route in RouteTests.Routes(app)
            let keys = RouteTable.Find(route.Method, route.Pattern) as RouteAccess.Keys
            where keys is not null
            select $"{route.Method} {Constraint().Replace(route.Pattern, "")}: {string.Join(", ", keys.Scopes.Order())}"
        ).ToList();
        Assert.Equal(Own(served), Own(described));
        Assert.Empty(described.Except(served));

        static IEnumerable<string> Own(List<string> operations)
        {
            var own = operations.Where(o => o.Contains(" /api/v1/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
            Assert.NotEmpty(own);
            return own;
        }
    }

    [Fact]
    public async Task Examples_RunOnTheDemo()
    {
        await using var app = await TestApp.StartAsync();
        await ActivatorUtilities.CreateInstance<DemoSeeder>(app.Services).SeedAsync(null, default);
        var client = app.CreateApiClient(await app.CreateApiKeyAsync(DemoTraffic.Tenant, "admin"));
        var document = await DescriptionAsync(app);
        var wrong = new StringBuilder();
        var sent = 0;
        // Posts first, in the order in which the examples build on each other: events, feedback, labels; component, release.
        foreach (var (method, path, json) in Operations(document).OrderBy(o => o.Method == "GET").ThenBy(Order))
        {
            // Addresses with an id need one from a list.
            if (path.Contains('{', StringComparison.Ordinal) || (method == "POST" && ExampleOf(json) is null))
                continue;
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path + Query(json), UriKind.Relative));
            if (method == "POST")
                request.Content = new StringContent(ExampleOf(json)!, Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(request);
            sent++;
            var body = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode || HasRefusal(body))
                wrong.AppendLine(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{method} {path}{Query(json)}: {answer.StatusCode} {body}"
                );
        }

        Assert.True(sent > 20);
        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    [Fact]
    public async Task Reference_IsServedFromHere_WithANonceThatIsNewEachTime()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateClient();
        var nonces = new List<string>();
        for (var n = 0; n < 2; n++)
        {
            using var answer = await client.GetAsync(new Uri("/api-reference/", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var page = await answer.Content.ReadAsStringAsync();
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            nonces.Add(Nonce().Match(policy).Groups[1].Value);
            Assert.Contains($"script-src 'self' 'nonce-{nonces[^1]}';", policy, StringComparison.Ordinal);
            Assert.Contains(nonces[^1], WebUtility.HtmlDecode(page), StringComparison.Ordinal);
            Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }

        Assert.NotEqual(nonces[0], nonces[1]);
        using var other = await client.GetAsync(new Uri("/account/sign-in", UriKind.Relative));
        Assert.Contains("script-src 'self';", other.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static int Order((string Method, string Path, JsonElement Json) operation) =>
        Array.IndexOf(["/api/v1/events", "/api/v1/feedback", "/api/v1/labels", "/api/v1/components", "/api/v1/releases"], operation.Path)
            is >= 0
                and var place
            ? place
            : 99;

    private static string Query(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? "?"
                + string.Join(
                    '&',
                    parameters
                        .EnumerateArray()
                        .Where(p => p.GetProperty("in").GetString() == "query" && p.TryGetProperty("example", out _))
                        .Select(p => $"{p.GetProperty("name")}={p.GetProperty("example")}")
                )
            : "";

    private static string? ExampleOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
        && body.GetProperty("content").EnumerateObject().First().Value.TryGetProperty("example", out var example)
            ? example.GetRawText()
            : null;

    /// <summary>Some endpoints answer 200 and name the lines that they refused.</summary>
    private static bool HasRefusal(string body) => Refused().IsMatch(body);

    private static IEnumerable<(string Method, string Path, JsonElement Json)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    private static async Task<JsonElement> DescriptionAsync(TestApp app) =>
        await app.CreateClient().GetFromJsonAsync<JsonElement>(new Uri("/openapi/v1.json", UriKind.Relative));

    [GeneratedRegex(@":[a-z]+(?=})|\*\*")]
    private static partial Regex Constraint();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("\"(quarantined_count|refused_count)\":[1-9]")]
    private static partial Regex Refused();
}
