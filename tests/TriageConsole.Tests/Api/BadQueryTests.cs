using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.Logging;
using TriageConsole.Data.Access;
using TriageConsole.Features.Interactions;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Api;

/// <summary>Requests every GET address of the app with invalid values in each of its parameters: none causes a server error.</summary>
public sealed partial class BadQueryTests
{
    /// <summary>Errors of provisioning have the form of RFC 7644, section 3.12.</summary>
    private const string ScimError = "urn:ietf:params:scim:api:messages:2.0:Error";

    private static readonly string[] Values =
    [
        "%00",
        "a%00b",
        "%ff",
        "%ed%a0%bd",
        "%c0%80",
        "%F0%9F%98%80",
        "%25_%5B%5C'\"",
        "%EF%BF%BE%E2%80%AE",
        "99999999999",
        "9999999999999999999999",
        "-1",
        "1e999",
        "NaN",
        "0001-01-01",
        "9999-12-31",
        "9999-12-31T23:59:59-14:00",
        "2026-13-45",
        "2026-02-30T25:61:61Z",
        new('x', 3000),
        "a&NAME=b",
        "",
    ];

    [Fact]
    public async Task EveryAddress_WithInvalidValues_AnswersWithoutAServerError()
    {
        var faults = new Faults();
        await using var app = await TestApp.StartAsync(b => b.Logging.AddProvider(faults));
        await app.AddWorkflowAsync("acme", "support");
        var api = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        var (_, _, person) = await app.SignInAsync(Role.Admin);
        var described = await DescribedAsync(app);
        var (wrong, asked) = (new StringBuilder(), 0);
        foreach (
            var (_, pattern) in RouteTests
                .Routes(app)
                .Where(r => r.Method == "GET" && !r.Pattern.StartsWith("/_", StringComparison.Ordinal))
        )
        {
            var isApi = pattern.StartsWith("/api/", StringComparison.Ordinal) || pattern.StartsWith("/openapi", StringComparison.Ordinal);
            var names = Names(app, pattern, described);
            var holes = Hole().Matches(pattern).Select(m => m.Value).ToList();
            foreach (var value in Values)
            {
                // The other parameters are valid, so that the request reaches the database.
                foreach (var name in names)
                    await AskAsync(
                        $"{Fill(pattern, holes, null, "")}?"
                            + $"{string.Join('&', names.Where(n => n != name).Select(Sense).Where(s => s is not null))}&"
                            + $"{name}={value.Replace("NAME", name, StringComparison.Ordinal)}"
                    );
                foreach (var hole in holes.Where(_ => value.Length is > 0 and < 1000))
                    await AskAsync($"{Fill(pattern, holes, hole, value.Replace("&NAME=", "", StringComparison.Ordinal))}?tenant=acme");
            }

            async Task AskAsync(string address)
            {
                asked++;
                using var answer = await (isApi ? api : person).GetAsync(new Uri(address, UriKind.Relative));
                var (status, type, body) = (
                    (int)answer.StatusCode,
                    answer.Content.Headers.ContentType?.MediaType,
                    await answer.Content.ReadAsStringAsync()
                );
                // Responses of the server itself (for an address that it cannot decode) have no body.
                var fine =
                    status < 500
                    && (
                        status < 400
                        || (isApi ? type == "application/problem+json" && Reason(body) : type is "text/html" or "application/problem+json")
                        || (IsScim(pattern) && type == "application/scim+json" && body.Contains(ScimError, StringComparison.Ordinal))
                        || (status == 400 && body.Length == 0 && address.Split('?')[0].Contains("%00", StringComparison.Ordinal))
                    );
                // A page's error stays inside the page, so look in the log.
                if (faults.Take() is { } logged)
                    wrong.AppendLine(CultureInfo.InvariantCulture, $"{address}: {logged}");
                if (!fine)
                    wrong.AppendLine(CultureInfo.InvariantCulture, $"{status} {type}: {(address.Length > 300 ? address[..300] : address)}");
            }
        }

        Assert.True(wrong.Length == 0, $"Of {asked}:\n{wrong}");
        Assert.InRange(asked, 2000, 20_000);
    }

    private static bool IsScim(string pattern) => pattern.StartsWith("/scim/", StringComparison.Ordinal);

    private static bool Reason(string body)
    {
        using var problem = JsonDocument.Parse(body);
        return problem.RootElement.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 };
    }

    private static string? Sense(string name) =>
        name switch
        {
            "workflow" => "workflow=support",
            "tenant" => "tenant=acme",
            "unit" => "unit=u",
            "release" => "release=r",
            _ => null,
        };

    private static string Fill(string pattern, List<string> holes, string? hole, string value)
    {
        foreach (var h in holes)
            pattern = pattern.Replace(
                h,
                h == hole ? value
                    : h.Contains(":long", StringComparison.Ordinal) || h.Contains(":int", StringComparison.Ordinal) ? "1"
                    : "support",
                StringComparison.Ordinal
            );
        return pattern;
    }

    /// <summary>The parameters of an address: from the API description, from the page, and from the list's filters.</summary>
    private static string[] Names(TestApp app, string pattern, Dictionary<string, string[]> described)
    {
        var endpoint = app.Endpoints.First(e => "/" + e.RoutePattern.RawText!.TrimStart('/') == pattern);
        var page = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;
        var ofPage =
            page?.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Select(p => (p.Name, Attribute: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
                .Where(p => p.Attribute is not null)
                .Select(p => p.Attribute!.Name ?? p.Name)
            ?? [];
        var ofList =
            pattern == "/api/v1/interactions"
                ? typeof(InteractionQuery).GetProperties().Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name))
                : [];
        return
        [
            .. described
                .GetValueOrDefault(Constraint().Replace(pattern, "}"), [])
                .Concat(ofPage)
                .Concat(ofList)
                .Append("anything")
                .Distinct(),
        ];
    }

    private static async Task<Dictionary<string, string[]>> DescribedAsync(TestApp app)
    {
        using var document = JsonDocument.Parse(await app.CreateClient().GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        return document
            .RootElement.GetProperty("paths")
            .EnumerateObject()
            .ToDictionary(
                p => p.Name,
                p =>
                    p.Value.TryGetProperty("get", out var get) && get.TryGetProperty("parameters", out var parameters)
                        ? parameters
                            .EnumerateArray()
                            .Where(x => x.GetProperty("in").GetString() == "query")
                            .Select(x => x.GetProperty("name").GetString()!)
                            .ToArray()
                        : []
            );
    }

    /// <summary>Errors in the log since the last call.</summary>
    private sealed class Faults : ILoggerProvider, ILogger
    {
        private string? last;

        public string? Take() => Interlocked.Exchange(ref last, null);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (logLevel >= LogLevel.Error)
                last = $"{formatter(state, exception)}: {exception?.Message}";
        }

        public void Dispose() { }
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
