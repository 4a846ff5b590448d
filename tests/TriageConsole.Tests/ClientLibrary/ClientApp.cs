using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Client;
using TriageConsole.Data.Interactions;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>The real server, and clients of it with short intervals.</summary>
public sealed class ClientApp : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public string Key { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync();
        Key = await App.CreateApiKeyAsync("acme", "ingest");
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public TriageClient Connect(
        Uri? address = null,
        string? key = null,
        int capacity = 10_000,
        int batch = 500,
        TimeSpan? disposeTimeout = null,
        Action<TriageReport>? onReport = null
    ) =>
        new(
            new TriageClientOptions
            {
                Endpoint = address ?? App.Address,
                ApiKey = key ?? Key,
                Workflow = "support",
                ModelVersion = "m1",
                QueueCapacity = capacity,
                BatchSize = batch,
                FlushInterval = TimeSpan.FromMilliseconds(10),
                MinBackOff = TimeSpan.FromMilliseconds(20),
                MaxBackOff = TimeSpan.FromMilliseconds(100),
                DisposeTimeout = disposeTimeout ?? TimeSpan.FromSeconds(30),
                OnReport = onReport,
            }
        );

    public async Task<(Interaction Row, InteractionPayload Payload, List<Signal> Signals)> ReadAsync(string traceId)
    {
        await using var db = App.Database.CreateContext();
        var row = await db.Interactions.AsNoTracking().SingleAsync(i => i.TraceId == traceId);
        return (
            row,
            await db.InteractionPayloads.AsNoTracking().SingleAsync(p => p.InteractionId == row.Id),
            await db.Signals.AsNoTracking().Where(s => s.InteractionId == row.Id).OrderBy(s => s.Name).ToListAsync()
        );
    }

    public async Task<int> CountAsync(string prefix)
    {
        await using var db = App.Database.CreateContext();
        return await db.Interactions.CountAsync(i => i.TraceId.StartsWith(prefix));
    }

    public static CapturedInteraction Interaction(string traceId) =>
        new()
        {
            TraceId = traceId,
            TaskId = "k-" + traceId,
            Input = "Where is my refund?",
            Output = "On its way.",
        };

    public static JsonElement Json(string? text) => JsonDocument.Parse(text!).RootElement;
}
