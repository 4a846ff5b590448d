using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TriageConsole.Features.Evaluation;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Outbound;

namespace TriageConsole.Tests.Outbound;

/// <summary>Requests to a listener on this machine: which notations of its address reach it, and the errors for the others.</summary>
public sealed class OutboundHttpTests : IDisposable
{
    private const string Secret = "<html>words of another service</html>";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private int connections;

    public OutboundHttpTests()
    {
        listener.Start();
        _ = ServeAsync();
    }

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
        end.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1.")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0177.0.0.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0x7f000001")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST.")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("169.254.169.254")]
    [InlineData("①②⑦.0.0.1")]
    public async Task AddressOfThisMachine_InAnyNotation_IsNotConnectedTo(string host)
    {
        using var client = new HttpClient(Http(new OutboundOptions()).CreateHandler());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://{host}:{Port}/")));
        Assert.Equal(0, connections);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.0/8", "[::ffff:127.0.0.1]")]
    [InlineData("localhost", "localhost")]
    [InlineData("127.0.0.1", "localhost")]
    public async Task AddressOfThisMachine_IfListed_IsReached(string listed, string host)
    {
        using var client = new HttpClient(Http(new OutboundOptions { AllowedPrivateHosts = [listed] }).CreateHandler());
        using var answer = await client.GetAsync(new Uri($"http://{host}:{Port}/"));
        Assert.Equal(Secret, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.1.2.3,127.0.0.1")]
    [InlineData("fe80::1,::1")]
    public async Task Name_ThatResolvesToPrivateAddresses_IsNotConnectedTo(string addresses)
    {
        var http = Http(new OutboundOptions(), addresses);
        using var client = new HttpClient(http.CreateHandler());
        Assert.True(http.MayReach(new Uri("http://models.example.org/v1")));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://models.example.org:{Port}/")));
        Assert.IsType<OutboundRefusedException>(refused.InnerException);
        Assert.Equal(0, connections);
    }

    [Fact]
    public async Task Name_WithMixedAddresses_IsTriedOnlyAtAllowedOnes()
    {
        // 127.0.0.3 is the allowed address without a listener. The listener at 127.0.0.1 must not be tried instead.
        var http = Http(new OutboundOptions { AllowedPrivateHosts = ["127.0.0.3"] }, "127.0.0.3,127.0.0.1");
        using var client = new HttpClient(http.CreateHandler());
        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://models.example.org:{Port}/")));
        Assert.IsType<SocketException>(failed.InnerException);
        Assert.Equal(0, connections);
    }

    [Fact]
    public async Task Name_ThatResolvesDifferentlyTheSecondTime_IsCheckedEachTime()
    {
        var answers = new Queue<string>(["127.0.0.2", "127.0.0.1"]);
        var http = Http(new OutboundOptions { AllowedPrivateHosts = ["127.0.0.2"] });
        http.Resolve = (_, _) => Task.FromResult(new[] { IPAddress.Parse(answers.Dequeue()) });
        using var client = new HttpClient(http.CreateHandler());
        var uri = new Uri($"http://models.example.org:{Port}/");
        Assert.IsType<SocketException>((await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(uri))).InnerException);
        Assert.IsType<OutboundRefusedException>(
            (await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(uri))).InnerException
        );
        Assert.Equal(0, connections);
    }

    [Fact]
    public async Task AllowedHosts_IfSet_AreTheOnlyPublicOnes()
    {
        var http = Http(new OutboundOptions { AllowedHosts = ["models.example.org", "192.0.2.0/24"] }, "93.184.215.14");
        Assert.True(http.MayReach(new Uri("https://models.example.org/v1")));
        Assert.False(http.MayReach(new Uri("https://93.184.215.14/v1")));
        using var client = new HttpClient(http.CreateHandler());
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://other.example.org/")));
        Assert.IsType<OutboundRefusedException>(refused.InnerException);
        // A name in the list of public hosts is not a private one: if it points to an internal address, it is still refused.
        http.Resolve = (_, _) => Task.FromResult(new[] { IPAddress.Loopback });
        refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://models.example.org:{Port}/")));
        Assert.IsType<OutboundRefusedException>(refused.InnerException);
        Assert.Equal(0, connections);
    }

    [Fact]
    public async Task Tenant_GetsTheSameMessage_ForEveryError_AndTheLogHasTheCause()
    {
        using var silent = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        silent.Start();
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var closedPort = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Dispose();
        var http = Http(new OutboundOptions { AllowedPrivateHosts = ["127.0.0.1", "127.0.0.2"] });
        var resolve = http.Resolve;
        http.Resolve = (host, token) =>
            host == "unknown.example.org" ? throw new SocketException((int)SocketError.HostNotFound) : resolve(host, token);
        var log = new Lines();
        using var factory = LoggerFactory.Create(b => b.AddProvider(log));
        using var client = new ChatClient(
            Options.Create(new EvaluationOptions { Retries = 1, RetryMilliseconds = 1 }),
            http,
            TimeProvider.System,
            factory.CreateLogger<ChatClient>()
        );
        string[] addresses =
        [
            $"http://10.1.2.3:{Port}/v1",
            $"http://127.0.0.1:{closedPort}/v1",
            "http://unknown.example.org/v1",
            $"https://127.0.0.1:{Port}/v1",
            $"http://127.0.0.2:{((IPEndPoint)silent.LocalEndpoint).Port}/v1",
        ];
        foreach (var address in addresses)
        {
            var reply = await AskAsync(client, address);
            Assert.Equal(
                (null, "The endpoint is unreachable or did not respond in time. Tried 2 times.", true),
                (reply.Text, reply.Problem, reply.IsAway)
            );
        }

        Assert.Equal(2 * addresses.Length, log.Said.Count);
        Assert.Contains(
            "10.1.2.3 has no address that Outbound:AllowedHosts and Outbound:AllowedPrivateHosts allow",
            log.Said[0],
            StringComparison.Ordinal
        );
        Assert.Contains("no response within 1 s", log.Said[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_SeesNoContentOfOtherServices()
    {
        using var client = new ChatClient(
            Options.Create(new EvaluationOptions { Retries = 0 }),
            Http(new OutboundOptions { AllowedPrivateHosts = ["127.0.0.1"] }),
            TimeProvider.System,
            LoggerFactory.Create(_ => { }).CreateLogger<ChatClient>()
        );
        var reply = await AskAsync(client, $"http://127.0.0.1:{Port}/v1");
        Assert.Equal("The endpoint's response is malformed: it is a web page, not JSON. Check the address.", reply.Problem);
    }

    private static Task<ChatReply> AskAsync(ChatClient client, string address) =>
        client.AskAsync(
            new ChatEndpoint(new Uri(address), "m", "sk-1"),
            [JsonSerializer.SerializeToElement(new { role = "user", content = "x" })],
            new EvalGeneration { TimeoutSeconds = 1 },
            default
        );

    private static OutboundHttp Http(OutboundOptions options, string? addresses = null)
    {
        var http = new OutboundHttp(Options.Create(options));
        if (addresses is not null)
            http.Resolve = (_, _) => Task.FromResult(addresses.Split(',').Select(IPAddress.Parse).ToArray());
        return http;
    }

    /// <summary>Answers every request with content that must not be shown.</summary>
    private async Task ServeAsync()
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                Interlocked.Increment(ref connections);
                var buffer = new byte[4096];
                if (await client.GetStream().ReadAsync(buffer, end.Token) == 0)
                    continue;
                await client
                    .GetStream()
                    .WriteAsync(
                        Encoding.ASCII.GetBytes(
                            $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
                                + $"{Secret.Length}\r\nConnection: close\r\n\r\n{Secret}"
                        ),
                        end.Token
                    );
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // A client that disconnected early, or the end of the test.
            }
        }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Said.Add(formatter(state, exception));

        public void Dispose() { }
    }
}
