using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Api;

/// <summary>Every error of the API is a problem with a reason, whatever the request accepts. Pages have their own error page.</summary>
public sealed class FaultTests
{
    private static Uri At(string address) => new(address, UriKind.Relative);

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("text/html,application/xhtml+xml")]
    [InlineData("image/png")]
    public async Task Api_Refuses_WithAProblem_WhateverIsAccepted(string? accept)
    {
        await using var app = await TestApp.StartAsync();
        var (nobody, reader, releaser, admin) = (
            app.CreateClient(),
            await KeyAsync("read"),
            await KeyAsync("release"),
            await KeyAsync("admin")
        );
        foreach (var client in new[] { nobody, reader, releaser, admin })
            if (accept is not null)
                client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        await AssertProblemAsync(await nobody.GetAsync(At("/api/v1/workflows")), 401, "Send an API key");
        await AssertProblemAsync(await nobody.GetAsync(At("/api/v1/no-such")), 401, "Send an API key");
        await AssertProblemAsync(await reader.PostAsync(At("/api/v1/events"), Json("{}")), 403, "lacks the scope");
        await AssertProblemAsync(await reader.GetAsync(At("/api/v1/no-such")), 404, "nothing at this address");
        await AssertProblemAsync(await reader.GetAsync(At("/api/v1/evaluations/4711")), 404, "you have no access to it");
        await AssertProblemAsync(await reader.GetAsync(At("/api/v1/releases/99999999999999999999")), 404, "nothing at this address");
        await AssertProblemAsync(await reader.GetAsync(At("/api/v1/releases?workflow=none")), 404, "no workflow 'none'");
        await AssertProblemAsync(await reader.GetAsync(At("/api/v1/labels?from=yesterday")), 400, "from is not a time");
        await AssertProblemAsync(await reader.GetAsync(At("/api/v1/workflows?x=%00")), 400, "NUL");
        await AssertProblemAsync(await reader.GetAsync(At("/api/v1/interactions/%ff")), 400, "not UTF-8");
        var deleted = await AssertProblemAsync(await admin.DeleteAsync(At("/api/v1/releases")), 405, "DELETE is not supported");
        Assert.Equal(["GET", "HEAD", "POST"], deleted.Content.Headers.Allow.Order());
        await AssertProblemAsync(
            await releaser.PostAsync(At("/api/v1/releases"), new StringContent("{}", Encoding.UTF8, "text/plain")),
            415,
            "text/plain"
        );
        await AssertProblemAsync(
            await releaser.PostAsync(At("/api/v1/releases"), Json("{", "application/json; charset=klingon")),
            415,
            "charset 'klingon'"
        );
        await AssertProblemAsync(
            await admin.PostAsync(At("/api/v1/events"), Json("{}", "application/x-ndjson; charset=\"iso-8859-1\"")),
            415,
            "Send UTF-8"
        );
        var brotli = Json("{}");
        brotli.Headers.ContentEncoding.Add("br");
        await AssertProblemAsync(await admin.PostAsync(At("/api/v1/events"), brotli), 415, "content encoding 'br'");
        await AssertProblemAsync(await releaser.PostAsync(At("/api/v1/releases"), Json("{\"workflow\":")), 400, "not the JSON");
        await AssertProblemAsync(await releaser.PostAsync(At("/api/v1/releases"), Json("{\"workflow\":{}}")), 400, "See $.workflow");
        await AssertProblemAsync(await releaser.PostAsync(At("/api/v1/releases"), Json("")), 400, "");
        await AssertProblemAsync(await reader.GetAsync(At("/api/v1/releases/1/difference?to=soon")), 400, "to is not valid: soon");

        async Task<HttpClient> KeyAsync(string scope) => app.CreateApiClient(await app.CreateApiKeyAsync("acme", scope));
    }

    [Fact]
    public async Task Utf8_ByAnyOfItsNames_IsAccepted()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        foreach (
            var type in new[]
            {
                "application/json; charset=utf-8",
                "application/json; charset=\"UTF-8\"",
                "application/x-ndjson;charset=us-ascii",
                "text/plain",
            }
        )
        {
            using var answer = await client.PostAsync(At("/api/v1/events"), Json("{}", type));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task HeadAndOptions_CauseNoServerError()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        foreach (var address in new[] { "/api/v1/workflows", "/api/v1/events", "/api/v1/no-such", "/healthz", "/openapi/v1.json", "/" })
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Options, HttpMethod.Trace, new HttpMethod("PROPFIND") })
        {
            using var request = new HttpRequestMessage(method, At(address));
            using var answer = await client.SendAsync(request);
            Assert.True((int)answer.StatusCode < 500, $"{method} {address} answers {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Body_TooLargeSlowOrBroken_IsAProblem()
    {
        await using var app = await TestApp.StartAsync(b =>
        {
            b.Services.Configure<IngestOptions>(o => (o.MaxBodyBytes, o.MaxInflatedBytes) = (2000, 3000));
            b.WebHost.ConfigureKestrel(k => k.Limits.MinRequestBodyDataRate = new MinDataRate(1_000_000, TimeSpan.FromSeconds(2)));
        });
        var key = await app.CreateApiKeyAsync("acme", "ingest");
        var client = app.CreateApiClient(key);
        await AssertProblemAsync(await client.PostAsync(At("/api/v1/events"), new ByteArrayContent(new byte[5000])), 413, "too large");
        using var packed = new MemoryStream();
        await using (
            var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true)
        )
            await gzip.WriteAsync(new byte[100_000]);
        await AssertProblemAsync(
            await client.PostAsync(At("/api/v1/events"), new ByteArrayContent(packed.ToArray())),
            413,
            "after decompression"
        );
        var head = $"POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n";
        Assert.Contains(
            "HTTP/1.1 400",
            await RawAsync(app, head + "Transfer-Encoding: chunked\r\n\r\nthis is no chunk\r\n"),
            StringComparison.Ordinal
        );
        var slow = await RawAsync(app, head + "Content-Length: 100\r\n\r\n{");
        Assert.Contains("HTTP/1.1 408", slow, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", slow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_BeyondTheCapacity_GetAProblem()
    {
        await using var app = await TestApp.StartAsync(b =>
            b.Services.Configure<IngestOptions>(o => (o.ConcurrentBatches, o.MaxWaitSeconds) = (1, 0.01))
        );
        var key = await app.CreateApiKeyAsync("acme", "ingest");
        // A batch that is being processed.
        using var place = await app.Get<IngestPermits>().EnterAsync(await app.EnsureTenantAsync("acme"), default);
        var client = app.CreateApiClient(key);
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        var answer = await client.PostAsync(At("/api/v1/events"), Json("{}"));
        Assert.NotNull((await AssertProblemAsync(answer, 429, "batches")).Headers.RetryAfter);
    }

    [Fact]
    public async Task ServerError_IsAProblemOnTheApi_AndAnErrorPageOnPages()
    {
        await using var app = await TestApp.StartAsync();
        Assert.SkipUnless(app.Database.Connection.Provider == DatabaseProvider.PostgreSql, "The table is renamed with PostgreSQL's syntax");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        var (_, _, admin) = await app.SignInAsync(Role.Admin);
        await app.AddWorkflowAsync("acme", "support");
        await using (var db = app.Database.CreateContext())
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE releases RENAME TO elsewhere");
        var failed = await AssertProblemAsync(await client.GetAsync(At("/api/v1/releases?workflow=support")), 500, "correlation id");
        Assert.DoesNotContain("elsewhere", await failed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // A download is not a page, but a browser that opens it gets one.
        await AssertProblemAsync(await admin.GetAsync(At("/evals/inputs/1")), 500, "correlation id");
        admin.DefaultRequestHeaders.Add("Accept", "text/html");
        using var page = await admin.GetAsync(At("/evals/inputs/1"));
        Assert.Equal((HttpStatusCode.InternalServerError, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        using var missing = await admin.GetAsync(At("/no/such/page"));
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (missing.StatusCode, missing.Content.Headers.ContentType!.MediaType));
        using var unreadable = await admin.GetAsync(At("/interactions?text=%00"));
        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (unreadable.StatusCode, unreadable.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData(
        "components",
        """{"workflow":"support","kind":"prompt","name":"n","version":"v","content":"c","message":"m","reference":"r"}"""
    )]
    [InlineData(
        "releases",
        """{"workflow":"support","name":"n","notes":"x","based_on":"live","components":[{"kind":"prompt","name":"n","vers"""
            + """ion":"v","content":"c"}]}"""
    )]
    [InlineData("evaluations", """{"workflow":"support","release":"r","source":"endpoint","endpoint":"main"}""")]
    [InlineData(
        "evaluations",
        """{"workflow":"support","release":"r","source":"file","outputs":"{\"trace_id\":\"t\",\"output\":\"o\"}"}"""
    )]
    [InlineData("releases/1/rollback", """{"reason":"because"}""")]
    public async Task Body_WithTextThatCannotBeStored_IsNotAServerError(string address, string body)
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "release"));
        foreach (System.Text.RegularExpressions.Match text in System.Text.RegularExpressions.Regex.Matches(body, "(?<=:\")[a-z]+(?=\")"))
        foreach (var bad in new[] { "\\u0000", "a\\u0000b", "\\ud83d", "\\udc00x", new string('x', 100_000) })
        {
            using var answer = await client.PostAsync(
                At($"/api/v1/{address}"),
                Json(body[..text.Index] + bad + body[(text.Index + text.Length)..])
            );
            if ((int)answer.StatusCode >= 400)
                await AssertProblemAsync(answer, (int)answer.StatusCode, "");
            Assert.True(
                (int)answer.StatusCode < 500,
                $"{address} with {text.Value} = {bad[..Math.Min(20, bad.Length)]} answers {(int)answer.StatusCode}"
            );
        }
    }

    [Fact]
    public async Task Description_ContainsTheErrors()
    {
        await using var app = await TestApp.StartAsync();
        using var document = JsonDocument.Parse(await app.CreateClient().GetStringAsync(At("/openapi/v1.json")));
        var schema = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("ProblemDetails");
        Assert.True(schema.GetProperty("properties").TryGetProperty("detail", out _));
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        foreach (var operation in path.Value.EnumerateObject())
        {
            var answers = operation.Value.GetProperty("responses");
            foreach (
                var status in (string[])
                    ["400", "401", "403", "500", "503", .. operation.NameEquals("post") ? ["415"] : Array.Empty<string>()]
            )
                Assert.Equal(
                    "#/components/schemas/ProblemDetails",
                    answers
                        .GetProperty(status)
                        .GetProperty("content")
                        .GetProperty("application/problem+json")
                        .GetProperty("schema")
                        .GetProperty("$ref")
                        .GetString()
                );
        }
    }

    [Theory]
    [InlineData("/a?b=c", true)]
    [InlineData("/a?b=%c3%a4%F0%9F%98%80", true)]
    [InlineData("/a?b=100%&c=%zz%u0000%2", true)]
    [InlineData("/a?b=%00", false)]
    [InlineData("/a%00b", false)]
    [InlineData("/a?%00=1", false)]
    [InlineData("/a?b=%c3", false)]
    [InlineData("/a?b=%c3x%a4", false)]
    [InlineData("/a?b=%ed%a0%bd", false)]
    [InlineData("/a?b=%c0%80", false)]
    [InlineData("/a?b=%f5%80%80%80", false)]
    public void Address_IsReadable_WhereItIsUtf8WithoutNul(string target, bool readable) =>
        Assert.Equal(readable, RequestChecks.IsReadable(target));

    private static StringContent Json(string body, string type = "application/json")
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    internal static async Task<HttpResponseMessage> AssertProblemAsync(HttpResponseMessage answer, int status, string reason)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var problem = JsonDocument.Parse(body);
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Contains(reason, problem.RootElement.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        Assert.NotEmpty(problem.RootElement.GetProperty("correlation_id").GetString()!);
        return answer;
    }

    /// <summary>Sends raw bytes and reads the response until the server closes the connection.</summary>
    private static async Task<string> RawAsync(TestApp app, string request)
    {
        using var client = new TcpClient("127.0.0.1", app.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync();
    }
}
