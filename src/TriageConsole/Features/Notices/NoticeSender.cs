using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Notices;
using TriageConsole.Outbound;

namespace TriageConsole.Features.Notices;

/// <summary>
/// Sends notices, each delivery separately. A failed delivery is repeated; other channels are not sent again.
/// </summary>
public sealed class NoticeSender(
    IDbContextFactory<TriageDbContext> contexts,
    IHttpClientFactory clients,
    MailSender mail,
    TimeProvider time,
    IOptions<NoticeOptions> options,
    ILogger<NoticeSender> logger
)
{
    public const string SignatureHeader = "X-Triage-Signature";

    /// <summary>A signature starts with the name of the hash function.</summary>
    internal const string SignaturePrefix = "sha256=";

    /// <summary>Attempts per delivery before it is stored as failed.</summary>
    public const int MaxAttempts = DeliveryAttempts.Max;

    private const int SubjectLength = 120;
    private const int ReasonLength = 500;

    /// <summary>Sends the due deliveries and returns the number of successes.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await DeliveryAttempts
            .Due(db.NoticeDeliveries, time.GetUtcNow())
            .Select(d => new Due(
                d,
                d.Notice!,
                db.Users.Where(u => u.Id == d.Notice!.UserId && u.DisabledAt == null).Select(u => u.Email).FirstOrDefault()
            ))
            .ToListAsync(cancellationToken);
        var sent = 0;
        foreach (var row in due)
            if (
                await DeliveryAttempts.RunAsync(
                    db.NoticeDeliveries,
                    row.Delivery,
                    time,
                    () => TrySendAsync(row, cancellationToken),
                    cancellationToken
                )
            )
                sent++;
        return sent;
    }

    /// <summary>Null if it was sent, otherwise the reason.</summary>
    private async Task<string?> TrySendAsync(Due row, CancellationToken cancellationToken)
    {
        try
        {
            if (row.Delivery.Channel == NoticeChannel.Webhook)
                return options.Value.WebhookUrl is { } url
                    ? await PostAsync(url, row.Notice, row.Email, cancellationToken)
                    : "No webhook is configured.";
            if (row.Delivery.Channel == NoticeChannel.Slack)
                return options.Value.SlackUrl is { } chat ? await ChatAsync(chat, row.Notice, cancellationToken) : "No chat is configured.";
            if (!mail.IsConfigured)
                return "No mail server is configured.";
            if (row.Email is null)
                return "The account is disabled or has no address.";
            await MailAsync(row.Notice, row.Delivery, cancellationToken);
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NoticeLog.NotSent(logger, row.Notice.Id, row.Delivery.Attempts + 1, Refused(e)?.Message ?? e.Message);
            return ReasonOf(e);
        }
    }

    private static OutboundRefusedException? Refused(Exception e) =>
        e as OutboundRefusedException ?? e.InnerException as OutboundRefusedException;

    /// <summary>The reason of a failure for people. The resolved address is only logged: here it would reveal the network.</summary>
    internal static string ReasonOf(Exception e) =>
        Refused(e) is null
            ? Texts.Cut(Texts.Storable(e.Message), ReasonLength)
            : "The settings for outgoing requests do not allow this address.";

    private async Task<string?> PostAsync(Uri url, Notice notice, string? email, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id = notice.Id,
                key = notice.Key,
                to = email,
                text = notice.Text,
                link = Address(notice),
                created_at = notice.CreatedAt,
            }
        );
        return await PostAsync(url, body, cancellationToken);
    }

    /// <summary>Posts signed JSON to the webhook. Null if it was accepted, otherwise the reason.</summary>
    internal async Task<string?> PostAsync(byte[] body, CancellationToken cancellationToken) =>
        options.Value.WebhookUrl is { } url ? await PostAsync(url, body, cancellationToken) : "No webhook is configured.";

    /// <summary>The value of <see cref="SignatureHeader"/> for a body: HMAC-SHA256 with the secret.</summary>
    internal static string Sign(string secret, byte[] body) =>
        SignaturePrefix + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private async Task<string?> PostAsync(Uri url, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.Add(SignatureHeader, Sign(options.Value.WebhookSecret, body));
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// A message for an incoming webhook of Slack or a compatible chat. Its markup gives these three characters a meaning, so that a name
    /// could otherwise mention a whole channel.
    /// </summary>
    private async Task<string?> ChatAsync(Uri url, Notice notice, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { text = $"{Escaped(notice.Text)}\n{Escaped(Address(notice))}" });
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        return await SendAsync(request, cancellationToken);
    }

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private async Task<string?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(nameof(NoticeSender));
        // The body of the answer is not read, so its text cannot reach the log.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"The webhook returned status {(int)answer.StatusCode}.");
        return null;
    }

    private Task MailAsync(Notice notice, NoticeDelivery delivery, CancellationToken cancellationToken) =>
        mail.SendAsync(
            delivery.Recipient,
            Subject(notice.Text),
            $"{notice.Text}\n\n{Address(notice)}\n",
            cancellationToken,
            id: DeliveryAttempts.MailId("notice", delivery, notice.CreatedAt)
        );

    /// <summary>
    /// One line, cut between characters. The limit applies after the replacement, because a line ending may have two characters.
    /// </summary>
    internal static string Subject(string text) => "Triage Console: " + Texts.Cut(text.ReplaceLineEndings(" "), SubjectLength);

    private string Address(Notice notice) => mail.AddressOf(notice.Link) ?? notice.Link;

    private sealed record Due(NoticeDelivery Delivery, Notice Notice, string? Email);
}
