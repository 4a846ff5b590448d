using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TriageConsole.Data.Notices;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Outbound;
using TriageConsole.Tests.Notices;

namespace TriageConsole.Tests.Releases;

/// <summary>Notices about releases outside of the app: mail through a real server, and a chat.</summary>
public sealed class ReleaseChannelTests
{
    [Fact]
    public async Task Mail_GoesToEachApprover_AndAgainAfterATemporaryRefusal()
    {
        await using var server = await MailServer.StartAsync();
        await using var world = await AskedAsync(
            o =>
            {
                server.Configure(o);
                o.PublicUrl = new Uri("https://triage.example.org/");
            },
            w => w.PersonAsync("later-Cleo", Data.Access.Role.Approver)
        );
        var sender = world.Services.Get<NoticeSender>();
        Assert.Equal(2, await sender.SendDueAsync());
        Assert.Contains(
            "mailbox is busy",
            await world.Services.QueryAsync(db => db.NoticeDeliveries.Where(d => d.SentAt == null).Select(d => d.Reason).SingleAsync()),
            StringComparison.Ordinal
        );
        Assert.Equal(0, await sender.SendDueAsync());
        world.Clock.Now = world.Clock.Now.AddMinutes(2);
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => sender.SendDueAsync()))).Sum());
        var mails = await server.ReceivedAsync(3);
        Assert.Equal(
            ["Aron@example.org", "Bela@example.org", "later-Cleo@example.org"],
            mails.Select(m => m.To).Order(StringComparer.Ordinal)
        );
        Assert.All(
            mails,
            m =>
            {
                Assert.Contains("Lea asks you to approve the promotion of r2", m.Mail.Subject, StringComparison.Ordinal);
                Assert.Contains("<b> & co", m.Mail.TextBody, StringComparison.Ordinal);
                Assert.Contains("https://triage.example.org/releases/support?tenant=", m.Mail.TextBody, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task Mail_WithAWrongAccount_SaysSo_AndSendsNothing()
    {
        await using var server = await MailServer.StartAsync();
        await using var world = await AskedAsync(o => server.Configure(o, "wrong"));
        Assert.Equal(0, await world.Services.Get<NoticeSender>().SendDueAsync());
        var reasons = await world.Services.QueryAsync(db => db.NoticeDeliveries.Select(d => d.Reason).Distinct().ToListAsync());
        Assert.Contains("535", Assert.Single(reasons), StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Chat_GetsEachSubjectOnce_WithItsMarkupEscaped()
    {
        var bodies = new List<string>();
        await using var chat = await ChatAsync(bodies);
        await using var world = await AskedAsync(o =>
        {
            o.SlackUrl = new Uri(chat.Urls.First() + "/services/T0/B0/x");
            o.PublicUrl = new Uri("https://triage.example.org/");
        });
        var sender = world.Services.Get<NoticeSender>();
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => sender.SendDueAsync()))).Sum());
        using var json = JsonDocument.Parse(Assert.Single(bodies));
        // Exactly one property: a chat refuses others or gives them a meaning.
        var property = Assert.Single(json.RootElement.EnumerateObject());
        Assert.Equal("text", property.Name);
        var text = property.Value.GetString()!;
        Assert.Contains("r2. Quotes &lt;b&gt; &amp; co &lt;!channel&gt;", text, StringComparison.Ordinal);
        Assert.Contains("\nhttps://triage.example.org/releases/support?tenant=", text, StringComparison.Ordinal);
        // Both approvers have the notice in the app.
        Assert.Equal(2, await world.Services.QueryAsync(db => db.Notices.CountAsync()));
        Assert.Equal(1, await world.Services.QueryAsync(db => db.NoticeDeliveries.CountAsync(d => d.Channel == NoticeChannel.Slack)));
    }

    [Fact]
    public async Task Chat_GetsASubjectOnce_AlsoFromManyInstances_AndEveryPersonKeepsTheNotice()
    {
        await using var world = await AskedAsync(o => o.SlackUrl = new Uri("https://chat.example.org/x"), ask: false);
        var notices = world.Services.Get<NoticeService>();
        for (var round = 0; round < 5; round++)
        {
            using var start = new Barrier(4);
            await Task.WhenAll(
                new[] { world.Lead, world.Approver, world.Second, world.Lead }.Select(p =>
                    Task.Run(async () =>
                    {
                        start.SignalAndWait();
                        await notices.NotifyAsync(p.UserId, $"k{round}", "Something.", "", toChannel: true);
                    })
                )
            );
        }

        Assert.Equal(15, await world.Services.QueryAsync(db => db.Notices.CountAsync()));
        Assert.Equal(5, await world.Services.QueryAsync(db => db.NoticeDeliveries.CountAsync()));
    }

    /// <summary>A world with these channels, in which a lead has asked for approval.</summary>
    private static async Task<ReleaseWorld> AskedAsync(
        Action<NoticeOptions> channels,
        Func<ReleaseWorld, Task>? before = null,
        bool ask = true
    )
    {
        var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        var draft = await world.DraftAsync("r2");
        await (before?.Invoke(world) ?? Task.CompletedTask);
        channels(world.Services.Get<IOptions<NoticeOptions>>().Value);
        world.Services.Get<IOptions<OutboundOptions>>().Value.AllowedPrivateHosts.Add("127.0.0.1");
        if (!ask)
            return world;
        var asked = await world
            .Services.Get<ApprovalService>()
            .RequestAsync(
                world.Lead,
                world.Workflow,
                new ApprovalRequest(draft.Id, ApprovalKind.Promotion, null, "Quotes <b> & co <!channel>")
            );
        Assert.True(asked.Ok, asked.Message);
        return world;
    }

    private static async Task<WebApplication> ChatAsync(List<string> bodies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost(
            "/services/T0/B0/x",
            async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                lock (bodies)
                    bodies.Add("");
                var body = await reader.ReadToEndAsync();
                lock (bodies)
                    bodies[^1] = body;
                return "ok";
            }
        );
        await app.StartAsync();
        return app;
    }
}
