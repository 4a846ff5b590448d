using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Core.AuditLog;
using TriageConsole.Features.Audit;
using TriageConsole.Outbound;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Audit;

/// <summary>Copies of checkpoints outside the database: files and the webhook.</summary>
public sealed class AuditCopyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("audit-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The console signs what the database has. It must not write that over what it signed before.</summary>
    [Theory]
    [InlineData(false, AuditFaultKind.OtherRoot)]
    [InlineData(true, AuditFaultKind.OtherOrigin)]
    public async Task CheckpointOfAReplacedLog_IsNotWrittenOverTheTrueOne(bool withKey, AuditFaultKind expected)
    {
        await using var app = await StartAsync();
        await RecordAsync(app, "first");
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);
        var before = Files();
        Assert.Equal(2, before.Count);

        await AuditTampering.ReplaceLogAsync(app, row => row.Actor = row.Number == 1 ? "someone else" : row.Actor);
        if (withKey)
            await AuditTampering.RunAsync(app, "DELETE FROM audit_key");
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);

        var after = Files();
        Assert.All(before, f => Assert.Equal(f.Value, after[f.Key]));
        Assert.Equal(3, after.Count);
        var found = (await app.Get<AuditCheck>().RunAsync(null, Cancelled)).Log;
        Assert.Single(found.Faults, f => f.Kind == expected);
        // The new checkpoint is in the database and in the folder. One of another key counts for nothing.
        Assert.Equal(withKey ? 2 : 0, found.Faults.Count(f => f.Kind == AuditFaultKind.NotSigned));
        Assert.Equal(withKey ? 0 : 2, found.Checkpoints);
    }

    [Fact]
    public async Task DeletedCopy_IsFound()
    {
        await using var app = await StartAsync();
        await RecordAsync(app, "first");
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);
        Assert.True((await app.Get<AuditCheck>().RunAsync(null, Cancelled)).IsIntact);
        File.Delete(Directory.GetFiles(folder, "*.checkpoint").Single());
        var found = await app.Get<AuditCheck>().RunAsync(null, Cancelled);
        Assert.Equal((true, 1, false), (found.Log.IsIntact, found.MissingCopies, found.IsIntact));
    }

    [Fact]
    public async Task Webhook_ReceivesEachSignedCheckpoint_AndAgainIfItRefused()
    {
        var received = new List<string>();
        await using var hook = await HookAsync(received);
        await using var app = await StartAsync(
            ("Audit:WebhookUrl", hook.Urls.First() + "/checkpoints"),
            ("Outbound:AllowedPrivateHosts:0", "127.0.0.1")
        );
        await RecordAsync(app, "first");
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => app.Get<AuditCheckpoints>().TakeAsync(Cancelled));
        Assert.Equal("The webhook of the audit log returned status 503.", refused.Message);
        // The file does not wait for the webhook.
        Assert.Single(Files(), f => f.Key.EndsWith(".checkpoint", StringComparison.Ordinal));
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);
        await RecordAsync(app, "second");
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);

        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(folder, "public-key.pem"), Cancelled));
        var sizes = received.ConvertAll(n => SignedCheckpoint.Read(n, [key])!.Size);
        Assert.Equal(3, sizes.Count);
        Assert.Equal(sizes[0], sizes[1]);
        Assert.Equal(sizes[1] + 1, sizes[2]);
    }

    [Fact]
    public async Task Webhook_InAPrivateNetwork_IsRefusedUnlessListed()
    {
        var received = new List<string>();
        await using var hook = await HookAsync(received);
        await using var app = await StartAsync(("Audit:WebhookUrl", hook.Urls.First() + "/checkpoints"));
        await RecordAsync(app, "first");
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => app.Get<AuditCheckpoints>().TakeAsync(Cancelled));
        Assert.IsType<OutboundRefusedException>(refused.InnerException);
        Assert.Empty(received);
    }

    [Theory]
    [InlineData("WebhookUrl", "ftp://example.org/x")]
    [InlineData("WebhookUrl", "/checkpoints")]
    [InlineData("Origin", "two\nlines")]
    [InlineData("Origin", " space")]
    [InlineData("CheckpointMinutes", "0")]
    public void Setting_OutOfItsRange_IsRefused(string name, string value)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"Audit:{name}", (string?)value)]).Build()
        );
        services.AddAudit();
        using var provider = services.BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<AuditOptions>>().Value);
    }

    private Task<TestApp> StartAsync(params (string Name, string Value)[] settings) =>
        TestApp.StartAsync(b =>
        {
            b.Configuration["Audit:Folder"] = folder;
            foreach (var (name, value) in settings)
                b.Configuration[name] = value;
        });

    private static async Task RecordAsync(TestApp app, string subject)
    {
        await using (var db = app.Database.CreateContext())
        {
            AuditTrail.Add(db, DateTimeOffset.UnixEpoch, AuditActor.CommandLine, null, AuditActions.KeyCreated, subject);
            await db.SaveChangesAsync(Cancelled);
        }

        await app.Get<AuditSequencer>().RunAsync(Cancelled);
    }

    private Dictionary<string, string> Files() => Directory.GetFiles(folder).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);

    /// <summary>A webhook that refuses the first request and accepts the others.</summary>
    private static async Task<WebApplication> HookAsync(List<string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost(
            "/checkpoints",
            async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                received.Add(await reader.ReadToEndAsync());
                return received.Count == 1 ? Results.StatusCode(503) : Results.Ok();
            }
        );
        await app.StartAsync();
        return app;
    }
}
