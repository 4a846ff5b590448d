using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TriageConsole.Data.Access;
using TriageConsole.Features.Notices;
using TriageConsole.Outbound;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Notices;

public sealed class NoticeTests
{
    private static async Task<long> PersonAsync(IngestFixture f) =>
        await f.QueryAsync(async db =>
        {
            var user = new AppUser
            {
                UserName = "mira",
                DisplayName = "Mira",
                Email = "mira@example.org",
            };
            db.Users.Add(user);
            await db.SaveChangesAsync();
            return user.Id;
        });

    /// <summary>Where webhooks of this machine may be reached.</summary>
    private static Task<IngestFixture> LocalAsync() =>
        IngestFixture.CreateAsync(null, s => s.Configure<OutboundOptions>(o => o.AllowedPrivateHosts.Add("127.0.0.1")));

    private static NoticeSender Sender(IngestFixture f, NoticeOptions options) =>
        ActivatorUtilities.CreateInstance<NoticeSender>(
            f.Get<IServiceProvider>(),
            Options.Create(options),
            new MailSender(Options.Create(options))
        );

    [Fact]
    public async Task Tell_TheSameTwice_IsSaidOnceAndPutAwayByItsPersonOnly()
    {
        await using var f = await IngestFixture.CreateAsync();
        var (notices, mira) = (f.Get<NoticeService>(), await PersonAsync(f));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => notices.TellAsync(mira, "k", "Look.", "golden/x")));
        var only = Assert.Single(await notices.UnreadAsync(mira));
        await notices.ReadAsync(mira + 1, only.Id);
        Assert.Single(await notices.UnreadAsync(mira));
        await notices.ReadAsync(mira, only.Id);
        Assert.Empty(await notices.UnreadAsync(mira));
        await notices.TellAsync(mira, "k", "Look.", "golden/x");
        Assert.Empty(await notices.UnreadAsync(mira));
    }

    [Fact]
    public async Task Webhook_ThatFailsFirst_GetsTheSignedNoticeOnceLater()
    {
        await using var f = await LocalAsync();
        var mira = await PersonAsync(f);
        await f.Get<NoticeService>().TellAsync(mira, "k", "2 golden items wait.", "golden/support?tenant=acme");
        var bodies = new List<(string Body, string? Signature)>();
        await using var hook = await HookAsync(bodies);
        var sender = Sender(
            f,
            new NoticeOptions
            {
                WebhookUrl = new Uri(hook.Urls.First() + "/hook"),
                WebhookSecret = "s3cret",
                PublicUrl = new Uri("https://triage.example.org/"),
            }
        );
        Assert.Equal(0, await sender.SendDueAsync());
        Assert.Equal(0, await sender.SendDueAsync());
        await f.QueryAsync(db => db.Notices.ExecuteUpdateAsync(s => s.SetProperty(n => n.NextAttemptAt, DateTimeOffset.UnixEpoch)));
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => sender.SendDueAsync()))).Sum());
        Assert.Equal(2, bodies.Count);
        var (body, signature) = bodies[1];
        Assert.Equal(
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("s3cret"), Encoding.UTF8.GetBytes(body))),
            signature
        );
        using var json = JsonDocument.Parse(body);
        Assert.Equal(
            ("mira@example.org", "https://triage.example.org/golden/support?tenant=acme"),
            (json.RootElement.GetProperty("to").GetString(), json.RootElement.GetProperty("link").GetString())
        );
    }

    [Fact]
    public async Task Webhook_OfAPrivateAddress_IsNotSentToUnlessListed()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.Get<NoticeService>().TellAsync(await PersonAsync(f), "k", "2 golden items wait.", "golden/support");
        var bodies = new List<(string Body, string? Signature)>();
        await using var hook = await HookAsync(bodies);
        var sender = Sender(f, new NoticeOptions { WebhookUrl = new Uri(hook.Urls.First() + "/hook"), WebhookSecret = "s3cret" });
        Assert.Equal(0, await sender.SendDueAsync());
        Assert.Empty(bodies);
        Assert.Equal(1, await f.QueryAsync(db => db.Notices.CountAsync(n => n.SentAt == null && n.Attempts == 1)));
    }

    [Fact]
    public async Task Mail_GoesToThePerson()
    {
        await using var f = await IngestFixture.CreateAsync();
        var mira = await PersonAsync(f);
        await f.Get<NoticeService>().TellAsync(mira, "k", "2 golden items wait.", "golden/support");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var mail = MailCatcher.ReceiveAsync(listener);
        var sender = Sender(
            f,
            new NoticeOptions
            {
                SmtpHost = "127.0.0.1",
                SmtpPort = ((IPEndPoint)listener.LocalEndpoint).Port,
                SmtpTls = false,
                MailFrom = "triage@example.org",
            }
        );
        Assert.Equal(1, await sender.SendDueAsync());
        var text = await mail;
        Assert.Contains("RCPT TO:<mira@example.org>", text, StringComparison.Ordinal);
        Assert.Contains("Subject: Triage Console: 2 golden items wait.", text, StringComparison.Ordinal);
    }

    /// <summary>Refuses the first, takes the others.</summary>
    private static async Task<WebApplication> HookAsync(List<(string Body, string? Signature)> bodies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost(
            "/hook",
            async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                var body = await reader.ReadToEndAsync();
                lock (bodies)
                    bodies.Add((body, request.Headers[NoticeSender.SignatureHeader]));
                return bodies.Count == 1 ? Results.StatusCode(500) : Results.Ok();
            }
        );
        await app.StartAsync();
        return app;
    }
}
