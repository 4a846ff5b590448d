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
using TriageConsole.Data.Access;
using TriageConsole.Data.Notices;
using TriageConsole.Features.Notices;
using TriageConsole.Outbound;
using TriageConsole.Security;
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

    /// <summary>A world with these channels. Webhooks to this machine are allowed unless the list must stay empty.</summary>
    private static Task<IngestFixture> WorldAsync(Action<NoticeOptions> channels, bool reachesItself = true) =>
        IngestFixture.CreateAsync(
            null,
            s =>
            {
                s.Configure(channels);
                if (reachesItself)
                    s.Configure<OutboundOptions>(o => o.AllowedPrivateHosts.Add("127.0.0.1"));
            }
        );

    private static void Mail(NoticeOptions options, int port) =>
        (options.SmtpHost, options.SmtpPort, options.SmtpTls, options.MailFrom) = ("127.0.0.1", port, false, "triage@example.org");

    private static Task<int> AllDueAsync(IngestFixture f) =>
        f.QueryAsync(db => db.NoticeDeliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.NextAttemptAt, DateTimeOffset.UnixEpoch)));

    [Fact]
    public async Task Notify_SameKeyTwice_CreatesOneAndOnlyItsRecipientCanDismissIt()
    {
        await using var f = await IngestFixture.CreateAsync();
        var (notices, mira) = (f.Get<NoticeService>(), await PersonAsync(f));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => notices.NotifyAsync(mira, "k", "Look.", "golden/x")));
        var only = Assert.Single(await notices.UnreadAsync(mira));
        await notices.ReadAsync(mira + 1, only.Id);
        Assert.Single(await notices.UnreadAsync(mira));
        await notices.ReadAsync(mira, only.Id);
        Assert.Empty(await notices.UnreadAsync(mira));
        await notices.NotifyAsync(mira, "k", "Look.", "golden/x");
        Assert.Empty(await notices.UnreadAsync(mira));
    }

    [Fact]
    public async Task Archive_KeepsReadNotices_NewestFirst_OfTheirRecipientOnly()
    {
        await using var f = await IngestFixture.CreateAsync();
        var (notices, mira) = (f.Get<NoticeService>(), await PersonAsync(f));
        var (own, other) = (new PersonAccess(mira, "Mira", []), new PersonAccess(mira + 1, "Ben", []));
        foreach (var n in Enumerable.Range(1, 53))
            await notices.NotifyAsync(mira, $"k{n}", $"Notice {n}", "");
        await notices.ReadAsync(mira, (await notices.UnreadAsync(mira))[0].Id);
        Assert.Equal((52, 10), (await notices.UnreadCountAsync(own, 100), await notices.UnreadCountAsync(own, 10)));

        var first = await notices.ListAsync(own, 1);
        Assert.Equal((53, 50), (first.Total, first.Count));
        Assert.Equal([("Notice 53", true), ("Notice 52", false)], first.Items.Take(2).Select(n => (n.Text, n.IsRead)));
        Assert.Equal(["Notice 3", "Notice 2", "Notice 1"], (await notices.ListAsync(own, 2)).Items.Select(n => n.Text));

        await notices.ReadAllAsync(other);
        Assert.Equal(52, await notices.UnreadCountAsync(own, 100));
        await notices.ReadAllAsync(own);
        Assert.Equal(0, await notices.UnreadCountAsync(own, 100));
        Assert.Equal(53, (await notices.ListAsync(own, 1)).Total);
        Assert.Equal(0, (await notices.ListAsync(other, 1)).Total);
    }

    [Fact]
    public async Task Webhook_ThatFailsFirst_GetsTheSignedNoticeOnce()
    {
        var bodies = new List<(string Body, string? Signature)>();
        await using var hook = await HookAsync(bodies);
        await using var f = await WorldAsync(o =>
        {
            (o.WebhookUrl, o.WebhookSecret) = (new Uri(hook.Urls.First() + "/hook"), "s3cret");
            o.PublicUrl = new Uri("https://triage.example.org/");
        });
        var mira = await PersonAsync(f);
        await f.Get<NoticeService>().NotifyAsync(mira, "k", "2 golden items wait.", "golden/support?tenant=acme");
        var sender = f.Get<NoticeSender>();
        Assert.Equal(0, await sender.SendDueAsync());
        Assert.Equal(0, await sender.SendDueAsync());
        Assert.Equal("The webhook returned status 500.", await f.QueryAsync(db => db.NoticeDeliveries.Select(d => d.Reason).SingleAsync()));
        await AllDueAsync(f);
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
    public async Task Webhook_WithPrivateAddress_IsRefusedUnlessListed()
    {
        var bodies = new List<(string Body, string? Signature)>();
        await using var hook = await HookAsync(bodies);
        await using var f = await WorldAsync(o => o.WebhookUrl = new Uri(hook.Urls.First() + "/hook"), reachesItself: false);
        await f.Get<NoticeService>().NotifyAsync(await PersonAsync(f), "k", "2 golden items wait.", "golden/support");
        Assert.Equal(0, await f.Get<NoticeSender>().SendDueAsync());
        Assert.Empty(bodies);
        var delivery = await f.QueryAsync(db => db.NoticeDeliveries.SingleAsync());
        Assert.Equal((null, null, 1), (delivery.SentAt, delivery.FailedAt, delivery.Attempts));
        Assert.Equal("The settings for outgoing requests do not allow this address.", delivery.Reason);
    }

    [Fact]
    public async Task Mail_IsSentToThePerson()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var f = await WorldAsync(o => Mail(o, ((IPEndPoint)listener.LocalEndpoint).Port));
        await f.Get<NoticeService>().NotifyAsync(await PersonAsync(f), "k", "2 golden items wait.", "golden/support");
        var mail = MailCatcher.ReceiveAsync(listener);
        Assert.Equal(1, await f.Get<NoticeSender>().SendDueAsync());
        var text = await mail;
        Assert.Contains("RCPT TO:<mira@example.org>", text, StringComparison.Ordinal);
        Assert.Contains("Subject: Triage Console: 2 golden items wait.", text, StringComparison.Ordinal);
        var delivery = await f.QueryAsync(db => db.NoticeDeliveries.SingleAsync());
        Assert.Contains($"Message-Id: <notice.{delivery.Id}.", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Mail_ThatAlwaysFails_EndsAsFailedWithItsReason_AndTheWebhookGetsTheNoticeOnce()
    {
        var bodies = new List<(string Body, string? Signature)>();
        await using var hook = await HookAsync(bodies, refusesFirst: false);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        await using var f = await WorldAsync(o =>
        {
            o.WebhookUrl = new Uri(hook.Urls.First() + "/hook");
            Mail(o, port);
        });
        await f.Get<NoticeService>().NotifyAsync(await PersonAsync(f), "k", "2 golden items wait.", "golden/support");
        var sender = f.Get<NoticeSender>();
        Assert.Equal(1, await sender.SendDueAsync());
        for (var n = 1; n < NoticeSender.MaxAttempts; n++)
        {
            await AllDueAsync(f);
            Assert.Equal(0, await sender.SendDueAsync());
        }

        Assert.Single(bodies);
        var rows = await f.QueryAsync(db => db.NoticeDeliveries.OrderBy(d => d.Channel).ToListAsync());
        Assert.Equal([NoticeChannel.Webhook, NoticeChannel.Mail], rows.Select(d => d.Channel));
        Assert.Equal((true, false, 1), (rows[0].SentAt is not null, rows[0].FailedAt is not null, rows[0].Attempts));
        Assert.Equal((false, true, NoticeSender.MaxAttempts), (rows[1].SentAt is not null, rows[1].FailedAt is not null, rows[1].Attempts));
        Assert.Equal("mira@example.org", rows[1].Recipient);
        Assert.NotEmpty(rows[1].Reason!);
        await AllDueAsync(f);
        Assert.Equal(0, await sender.SendDueAsync());
        Assert.Equal(NoticeSender.MaxAttempts, await f.QueryAsync(db => db.NoticeDeliveries.MaxAsync(d => d.Attempts)));
    }

    [Fact]
    public async Task Delivery_ThatFails_DoesNotDelayOthers()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var f = await WorldAsync(o => Mail(o, ((IPEndPoint)listener.LocalEndpoint).Port));
        var mira = await PersonAsync(f);
        await f.Get<NoticeService>().NotifyAsync(mira, "first", "This one has no address any more.", "");
        await f.QueryAsync(db => db.NoticeDeliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.Recipient, "no address")));
        await f.Get<NoticeService>().NotifyAsync(mira, "second", "2 golden items wait.", "golden/support");
        var mail = MailCatcher.ReceiveAsync(listener);
        Assert.Equal(1, await f.Get<NoticeSender>().SendDueAsync());
        Assert.Contains("2 golden items wait.", await mail, StringComparison.Ordinal);
        Assert.Equal(1, await f.QueryAsync(db => db.NoticeDeliveries.CountAsync(d => d.SentAt == null && d.Reason != null)));
    }

    [Theory]
    [InlineData("a\r\nb", "a b")]
    [InlineData("short", "short")]
    public void Subject_IsOneLine(string text, string expected) => Assert.Equal("Triage Console: " + expected, NoticeSender.Subject(text));

    [Fact]
    public void Subject_OfALongTextWithLineEndings_IsCutBetweenCharacters()
    {
        // Each line ending has two characters, so the result is shorter than the original.
        var lines = NoticeSender.Subject(string.Concat(Enumerable.Repeat("a\r\n", 50)));
        Assert.Equal("Triage Console: " + string.Concat(Enumerable.Repeat("a ", 50)), lines);
        var faces = NoticeSender.Subject("x" + string.Concat(Enumerable.Repeat("\U0001F600", 100)));
        Assert.False(char.IsHighSurrogate(faces[^2]));
        Assert.EndsWith("…", faces, StringComparison.Ordinal);
    }

    /// <summary>A webhook that refuses the first request and accepts the others.</summary>
    private static async Task<WebApplication> HookAsync(List<(string Body, string? Signature)> bodies, bool refusesFirst = true)
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
                return refusesFirst && bodies.Count == 1 ? Results.StatusCode(500) : Results.Ok();
            }
        );
        await app.StartAsync();
        return app;
    }
}
