using System.Text;
using Azure.Storage.Blobs;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Ingest.Log;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.EventLog;

/// <summary>The event log in a real S3-compatible store and in a real emulator of Azure Blob Storage.</summary>
public sealed class ObjectStoreTests
{
    private const string Bucket = "events";

    // The public key of the emulator's account, from its documentation.
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    [Fact]
    public async Task S3_KeepsSegments_ThatAreVerifiedAndReplayed()
    {
        await using var server = await ObjectStoreServer.StartAsync(
            "s3rver/bin/s3rver.js",
            (port, folder) => ["-d", folder, "-a", "127.0.0.1", "-p", $"{port}", "--silent", "--configure-bucket", Bucket]
        );
        await UseAsync(o =>
        {
            o.Store = EventLogStore.S3;
            o.Bucket = Bucket;
            o.Endpoint = $"http://127.0.0.1:{server.Port}";
            (o.AccessKey, o.SecretKey) = ("S3RVER", "S3RVER");
        });
    }

    [Fact]
    public async Task AzureBlob_KeepsSegments_ThatAreVerifiedAndReplayed()
    {
        await using var server = await ObjectStoreServer.StartAsync(
            "azurite/dist/src/blob/main.js",
            (port, folder) =>
                ["--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--location", folder, "--silent", "--skipApiVersionCheck"]
        );
        var connection =
            $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={EmulatorKey};"
            + $"BlobEndpoint=http://127.0.0.1:{server.Port}/devstoreaccount1;";
        await new BlobContainerClient(connection, Bucket).CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await UseAsync(o =>
        {
            o.Store = EventLogStore.AzureBlob;
            o.Bucket = Bucket;
            o.ConnectionString = connection;
        });
    }

    private static async Task UseAsync(Action<EventLogOptions> configure)
    {
        var token = TestContext.Current.CancellationToken;
        await using var world = await LogWorld.CreateAsync(configure: configure);
        var store = world.Source.Get<IObjectStore>();
        await store.PutAsync("a/b c%/x", Encoding.UTF8.GetBytes("one"), token);
        await store.PutAsync("a/b c%/x", Encoding.UTF8.GetBytes("second"), token);
        await using (var opened = (await store.OpenAsync("a/b c%/x", token))!)
            Assert.Equal("second", await new StreamReader(opened).ReadToEndAsync(token));
        Assert.Equal(["a/b c%/x"], await store.ListAsync(token).ToListAsync(token));
        await store.DeleteAsync("a/b c%/x", token);
        await store.DeleteAsync("a/b c%/x", token);
        Assert.Null(await store.OpenAsync("a/b c%/x", token));

        await world.Source.SendAsync(Event("a"));
        await world.WriteAsync();
        await world.Source.SendAsync(Event("b"));
        await world.WriteAsync();
        var report = await world.VerifyAsync();
        Assert.Equal((2, 0, 0), (report.Segments, report.Unregistered, report.Problems.Count));
        var (target, _) = await world.ReplayAsync();
        await using var replayed = target;
        Assert.Equal(2, await target.QueryAsync(db => db.Interactions.CountAsync()));
        var segment = await world.Source.QueryAsync(db => db.EventLogSegments.OrderBy(s => s.Id).FirstAsync());
        await store.DeleteAsync(segment.Path, token);
        Assert.Contains("missing", Assert.Single((await world.VerifyAsync()).Problems), StringComparison.Ordinal);
    }
}
