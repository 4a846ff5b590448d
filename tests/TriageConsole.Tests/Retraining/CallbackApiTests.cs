using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Retraining;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Retraining;

/// <summary>What the console reads of a callback before it knows that the signature fits.</summary>
public sealed class CallbackApiTests
{
    private const string Secret = "a-secret-of-the-webhook";
    private const int MaxBytes = 256 * 1024;

    [Fact]
    public async Task CallbackOfUnknownSender_IsRefused_BeforeItsBodyIsRead()
    {
        await using var w = await RetrainingWorld.CreateAsync(Configure);
        var id = await w.StartAsync();
        await using var app = await TestApp.StartAsync(w.World.Fixture.Database, b => b.Services.Configure<RetrainingOptions>(Configure));
        var signature = Sign(Encoding.UTF8.GetBytes("another body"));
        // The announced body is never sent: an answer can only come before it is read.
        Assert.Equal("HTTP/1.1 404 Not Found", await FirstLineAsync(app, id + 1, signature));
        Assert.Equal("HTTP/1.1 404 Not Found", await FirstLineAsync(app, id, null));
        Assert.Equal("HTTP/1.1 404 Not Found", await FirstLineAsync(app, id, "sha256=1234"));

        using var client = app.CreateClient();
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(client, id, Body(id, 200), signature, chunked: false));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(client, id, Body(id, 200), null, chunked: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallbackThatIsTooLong_IsRefused_WithOrWithoutItsLength(bool chunked)
    {
        await using var w = await RetrainingWorld.CreateAsync(Configure);
        var id = await w.StartAsync();
        await using var app = await TestApp.StartAsync(w.World.Fixture.Database, b => b.Services.Configure<RetrainingOptions>(Configure));
        using var client = app.CreateClient();
        Assert.Equal(HttpStatusCode.OK, await SendAsync(client, id, Body(id, MaxBytes - 1000), null, chunked));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(client, id, Body(id, MaxBytes + 1), null, chunked));
        Assert.Equal(RetrainingState.Validating, (await w.RunAsync(id)).Run.State);
    }

    private static void Configure(RetrainingOptions options) =>
        options.Executors["service"] = new ExecutorOptions
        {
            Kind = ExecutorKind.Webhook,
            Url = new Uri("http://127.0.0.1:9/train"),
            Secret = Secret,
        };

    /// <summary>A valid callback of this length.</summary>
    private static byte[] Body(long id, int length) =>
        Encoding.UTF8.GetBytes($$"""{"run":{{id}},"status":"running"}""".PadRight(length, ' '));

    private static string Sign(byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body));

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, long id, byte[] body, string? signature, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/v1/retraining/runs/{id}/callback", UriKind.Relative))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("X-Triage-Signature", signature ?? Sign(body));
        request.Headers.TransferEncodingChunked = chunked;
        // The body is sent when the server wants it, so a refusal does not break the connection in the middle of it.
        request.Headers.ExpectContinue = true;
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<string?> FirstLineAsync(TestApp app, long id, string? signature)
    {
        using var client = new TcpClient("127.0.0.1", app.Address.Port);
        var head =
            $"POST /api/v1/retraining/runs/{id}/callback HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: 1000000\r\n{(signature is null ? "" : $"X-Triage-Signature: {signature}\r\n")}\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync();
    }
}
