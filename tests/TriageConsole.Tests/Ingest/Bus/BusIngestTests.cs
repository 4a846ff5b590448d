using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Options;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>Ingest of messages without a broker.</summary>
public sealed class BusIngestTests
{
    /// <summary>Small messages that become large are stored in several steps, so that memory stays within one batch.</summary>
    [Fact]
    public async Task Messages_ThatBecomeLarge_AreStoredUpToTheSizeOfABatch()
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateApiKeyAsync("acme", "ingest");
        var source = new BusSource(BusKind.RabbitMq, new BusSourceOptions { Name = "q", Key = key }, TimeProvider.System);
        var messages = Enumerable.Range(0, 5).Select(n => new BusMessage(source, Zipped(n), null)).ToList();
        var limits = Options.Create(new IngestOptions { BatchBytes = 100_000 });
        var ingest = new BusIngest(
            app.Get<IngestService>(),
            new BusKeys(app.Get<ApiKeyService>()),
            app.Get<KeyLimits>(),
            new BusLines(Options.Create(new BusOptions()), limits),
            limits
        );
        var stored = new List<int>();
        for (var at = 0; at < messages.Count; at += stored[^1])
        {
            var result = await ingest.StoreAsync(messages[at..], TestContext.Current.CancellationToken);
            Assert.Null(result.Limit);
            Assert.DoesNotContain(result.Refusals, r => r is not null);
            stored.Add(result.Refusals.Count);
        }

        Assert.Equal([2, 2, 1], stored);
    }

    /// <summary>An event of 60,000 characters.</summary>
    private static byte[] Zipped(int n)
    {
        var line = IngestFixture.Event($"large-{n}", $"\"custom\":\"{new string('x', 60_000)}\"");
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes(line));
        return packed.ToArray();
    }
}
