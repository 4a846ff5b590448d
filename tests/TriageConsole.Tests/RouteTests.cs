using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Security.Tokens;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests;

/// <summary>Tests every route with every kind of caller against <see cref="RouteTable"/>. A route that is missing there fails.</summary>
public sealed class RouteTests
{
    [Fact]
    public async Task EveryRoute_ForEveryCaller_MatchesTheTable()
    {
        await using var app = await TestApp.StartAsync();
        var callers = await CallersAsync(app);
        var wrong = new StringBuilder();
        foreach (var (method, pattern) in Routes(app))
        {
            if (RouteTable.Find(method, pattern) is not { } rule)
            {
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{method} {pattern} is not in the table");
                continue;
            }

            foreach (var caller in callers)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Fill(pattern), UriKind.Relative));
                if (method is "POST" or "PUT")
                    request.Content = new StringContent("", System.Text.Encoding.UTF8, "application/json");
                using var answer = await caller.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var expected = rule.Expect(caller.Name);
                var actual = Read(answer);
                if (actual != expected)
                    wrong.AppendLine(
                        CultureInfo.InvariantCulture,
                        $"{method} {pattern} for {caller.Name}: {actual} ({(int)answer.StatusCode}), the table says {expected}"
                    );
            }
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    [Fact]
    public async Task UnknownAddress_ForAnonymous_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateClient();
        using var page = await client.GetAsync(new Uri("/no/such/page", UriKind.Relative));
        using var api = await client.GetAsync(new Uri("/api/v1/no-such", UriKind.Relative));
        Assert.Equal(Outcome.SignIn, Read(page));
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType!.MediaType);
    }

    internal static IEnumerable<(string Method, string Pattern)> Routes(TestApp app) =>
        (
            from endpoint in app.Endpoints
            let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"]
            where !RouteTable.IsStaticFile(endpoint) && method is not "HEAD"
            // A page has GET and POST at one address. The tests of the page cover the form post.
            where !(method == "POST" && RouteTable.IsPage(endpoint))
            select (method, pattern)
        ).Distinct();

    private static string Fill(string pattern) => System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]+\}", "1");

    private static Outcome Read(HttpResponseMessage answer) =>
        answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => Outcome.Refused,
            HttpStatusCode.Forbidden => Outcome.Forbidden,
            HttpStatusCode.Redirect when answer.Headers.Location!.ToString().Contains("/account/sign-in?", StringComparison.Ordinal) =>
                Outcome.SignIn,
            HttpStatusCode.Redirect when answer.Headers.Location!.ToString().Contains("/account/denied", StringComparison.Ordinal) =>
                Outcome.Forbidden,
            // Access was granted. How the endpoint handles an empty request is not tested here, except for server errors.
            < HttpStatusCode.InternalServerError => Outcome.Open,
            _ => Outcome.Fault,
        };

    private static async Task<List<(string Name, HttpClient Client)>> CallersAsync(TestApp app)
    {
        var callers = new List<(string, HttpClient)> { ("anonymous", app.CreateClient()) };
        foreach (var role in Enum.GetValues<Role>())
            callers.Add((role.ToString(), (await app.SignInAsync(role)).Client));
        foreach (var scope in ApiScopes.All)
            callers.Add(("key:" + scope, app.CreateApiClient(await app.CreateApiKeyAsync("acme", scope))));
        // A personal access token opens what a key with its scope opens, if the roles of its person allow the scope.
        var admin = await app.CreatePersonAsync(new Grant(Role.Admin, await app.EnsureTenantAsync("acme"), null));
        var access = await app.Get<AccessService>().ForUserAsync(admin.UserId);
        foreach (var scope in ApiScopes.All)
        {
            var token = await app.Get<PersonalTokenService>().CreateAsync(access, new NewToken("acme", scope, [scope], 1));
            callers.Add(("key:" + scope, app.CreateApiClient(token.Value)));
        }

        return callers;
    }
}
