using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;
using static TriageConsole.Tests.Redaction.ErasureData;
using static TriageConsole.Tests.Redaction.LockWaits;

namespace TriageConsole.Tests.Redaction;

/// <summary>Clients send spans and feedback of interactions while the user of these interactions is erased.</summary>
public sealed class ErasureRaceTests
{
    [Fact]
    public async Task LateSpan_DuringAnErasure_WaitsForIt_AndBringsNothingBack()
    {
        TestServer.PostgresOnly("reads pg_stat_activity");
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        var trace = NewTrace();
        await SendAsync(client, "/v1/traces", Traces(OfUser(trace)));
        Assert.NotEqual("", await WhereAsync(app.Database, Marker));
        await using var db = app.Database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        // The erasure has its locks when it waits for the text.
        await db
            .InteractionPayloads.Where(p => db.Interactions.Any(i => i.Id == p.InteractionId && i.TraceId == trace))
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Output, p => p.Output), TestContext.Current.CancellationToken);
        var erasing = EraseAsync(app);
        await Wait.UntilAsync(() => AreWaitingAsync(app.Database, 1), "The erasure waits");
        var sending = SendAsync(client, "/v1/traces", Traces(Chat(trace, 2, answer: "More.")));
        await Wait.UntilAsync(async () => sending.IsCompleted || await AreWaitingAsync(app.Database, 2), "The span waits or is stored");
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        await Task.WhenAll(erasing, sending);
        Assert.Equal("", await WhereAsync(app.Database, Marker));
    }

    [Fact]
    public async Task ParallelSpansAndFeedback_DuringAnErasure_AreAllTaken_AndNothingStays()
    {
        TestServer.PostgresOnly("reads all tables");
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        var traces = Enumerable.Range(0, 6).Select(_ => NewTrace()).ToList();
        await SendAsync(client, "/v1/traces", Traces([.. traces.Select(OfUser)]));
        foreach (var trace in traces)
            await FeedbackAsync(trace, "first", Marker);
        var sent = 0;
        var clients = Enumerable.Range(0, 4).Select(SendAllAsync).ToList();
        await Wait.UntilAsync(() => Task.FromResult(Volatile.Read(ref sent) >= 4), "The clients send");
        clients.Add(EraseAsync(app));
        await Task.WhenAll(clients);

        Assert.Equal("", await WhereAsync(app.Database, Marker));
        await using var db = app.Database.CreateContext();
        Assert.Equal(
            (traces.Count, 0),
            (
                await db.Interactions.CountAsync(TestContext.Current.CancellationToken),
                await db.Interactions.CountAsync(i => i.UserId != null, TestContext.Current.CancellationToken)
            )
        );
        // The feedback of every client is on every interaction.
        Assert.Equal(traces.Count * (1 + (4 * 3)), await db.Signals.CountAsync(TestContext.Current.CancellationToken));

        async Task SendAllAsync(int n)
        {
            for (var round = 0; round < 3; round++)
            {
                // Each client has another order of the traces.
                foreach (var trace in traces.Skip(n).Concat(traces.Take(n)))
                {
                    await SendAsync(client, "/v1/traces", Traces(Chat(trace, 10 + (10 * n) + round, answer: "More.")));
                    Interlocked.Increment(ref sent);
                    await FeedbackAsync(trace, $"by {n} in {round}", "nothing");
                }
            }
        }

        Task FeedbackAsync(string trace, string name, string comment) =>
            SendAsync(
                client,
                "/api/v1/feedback",
                new JsonObject
                {
                    ["trace_id"] = trace,
                    ["name"] = name,
                    ["value"] = 1,
                    ["comment"] = comment,
                }
            );
    }

    private static JsonObject OfUser(string trace) =>
        Chat(trace, 1, answer: $"{Marker} is the answer.", more: [("user.id", $"{Marker}-user")]);

    private static async Task EraseAsync(TestApp app)
    {
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        await SendAsync(client, "/api/v1/erasures", new JsonObject { ["user_id"] = $"{Marker}-user", ["reason"] = "request" });
    }

    private static async Task SendAsync(HttpClient client, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
