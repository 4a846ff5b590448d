using System.Net;
using TriageConsole.Client;
using static TriageConsole.Tests.ClientLibrary.ChatRequests;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>Failures of chat completions are the application's to handle, and are captured.</summary>
public sealed class ChatFailureTests(ClientApp world) : IClassFixture<ClientApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamThatTheApplicationLeaves_IsCapturedAsFarAsItWasRead()
    {
        await using var server = await ModelServer.StartAsync();
        server.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var triage = world.Connect();
        using var client = new HttpClient(triage.CreateChatHandler(new SocketsHttpHandler())) { BaseAddress = server.BaseUrl };
        using var scope = TriageScope.Begin(new TriageContext { TaskId = "case-3" });
        using (
            var answer = await client.SendAsync(
                Request(Body("stream", ",\"stream\":true")),
                HttpCompletionOption.ResponseHeadersRead,
                Token
            )
        )
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
            for (var n = 0; n < 5; n++)
                await reader.ReadLineAsync(Token);
        }

        await triage.FlushAsync(Token);
        var (row, payload, _) = await world.ReadAsync(scope.LastTraceId!);
        Assert.Equal("It was sent on Monday. 👍", payload.Output);
        Assert.Null(row.ErrorKind);
        Assert.True(ClientApp.Json(payload.Context).GetProperty("metadata").GetProperty("stream_ended_early").GetBoolean());
    }

    [Fact]
    public async Task Refusal_BrokenStream_UnreachableServerAndCancellation_AreTheApplicationsToHandle_AndCaptured()
    {
        await using var server = await ModelServer.StartAsync();
        await using var triage = world.Connect();
        using var client = new HttpClient(triage.CreateChatHandler(new SocketsHttpHandler())) { BaseAddress = server.BaseUrl };
        using var scope = TriageScope.Begin(new TriageContext { TaskId = "case-4", ModelVersion = "m9" });
        using (var refused = await client.SendAsync(Request(Body("too many")), Token))
        {
            Assert.Equal(
                (HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(7)),
                (refused.StatusCode, refused.Headers.RetryAfter!.Delta)
            );
            Assert.Contains("Rate limit reached", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        var tooMany = scope.LastTraceId!;
        server.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (var broken = await client.SendAsync(Request(Body("break off")), HttpCompletionOption.ResponseHeadersRead, Token))
        {
            using var reader = new StreamReader(await broken.Content.ReadAsStreamAsync(Token));
            for (var n = 0; n < 4; n++)
                await reader.ReadLineAsync(Token);
            server.Gate.SetResult();
            await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync(Token));
        }

        var brokenOff = scope.LastTraceId!;
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(Request(Body("never")), canceled.Token));
        await server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(Request(Body("away")), Token));
        var away = scope.LastTraceId!;
        await triage.FlushAsync(Token);

        var (row, payload, _) = await world.ReadAsync(tooMany);
        Assert.Equal(("http_429", "too many", null, "m9"), (row.ErrorKind, payload.Input, payload.Output, row.ModelVersion));
        Assert.Equal("Rate limit reached", ClientApp.Json(payload.Context).GetProperty("error").GetProperty("message").GetString());
        (row, payload, _) = await world.ReadAsync(brokenOff);
        Assert.Equal(("response_interrupted", "It was "), (row.ErrorKind, payload.Output));
        Assert.Equal("request_failed", (await world.ReadAsync(away)).Row.ErrorKind);
    }
}
