using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Notices;
using TriageConsole.Data.Providers;
using TriageConsole.Outbound;

namespace TriageConsole.Features.Notices;

/// <summary>Sends notices out by webhook and mail; tries again with growing pauses, and gives up after a day.</summary>
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

    private const int MostAttempts = 10;
    private const int BatchSize = 50;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>Sends what is due; returns how many went out. Each is first moved on, so that two instances do not send it twice.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db
            .Notices.AsNoTracking()
            .Where(n => n.SentAt == null && n.NextAttemptAt <= now)
            .OrderBy(n => n.NextAttemptAt)
            .Take(BatchSize)
            .Select(n => new
            {
                Notice = n,
                Email = db.Users.Where(u => u.Id == n.UserId && u.DisabledAt == null).Select(u => u.Email).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var sent = 0;
        foreach (var row in due)
        {
            var (id, attempt) = (row.Notice.Id, row.Notice.Attempts + 1);
            var next = now + (FirstPause * Math.Pow(2, row.Notice.Attempts));
            var mine = db.Notices.Where(n => n.Id == id && n.SentAt == null && n.Attempts == attempt - 1);
            if (
                await mine.ExecuteUpdateAsync(
                    s => s.SetProperty(n => n.Attempts, attempt).SetProperty(n => n.NextAttemptAt, next),
                    cancellationToken
                ) == 0
            )
                continue;
            if (!await TrySendAsync(row.Notice, row.Email, cancellationToken) && attempt < MostAttempts)
                continue;
            await db.Notices.Where(n => n.Id == id).ExecuteUpdateAsync(s => s.SetProperty(n => n.SentAt, now), cancellationToken);
            sent++;
        }

        return sent;
    }

    private async Task<bool> TrySendAsync(Notice notice, string? email, CancellationToken cancellationToken)
    {
        try
        {
            if (options.Value.WebhookUrl is { } url)
                await PostAsync(url, notice, email, cancellationToken);
            if (mail.IsConfigured && email is not null)
                await MailAsync(notice, email, cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NoticeLog.NotSent(
                logger,
                notice.Id,
                notice.Attempts + 1,
                e.InnerException is OutboundRefusedException refused ? refused.Message : e.Message
            );
            return false;
        }
    }

    private async Task PostAsync(Uri url, Notice notice, string? email, CancellationToken cancellationToken)
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
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.Add(
            SignatureHeader,
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.WebhookSecret), body))
        );
        using var client = clients.CreateClient(nameof(NoticeSender));
        // The answer's body is never read, and its words come into no log.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"The webhook answered {(int)answer.StatusCode}.");
    }

    private Task MailAsync(Notice notice, string email, CancellationToken cancellationToken) =>
        mail.SendAsync(
            email,
            "Triage Console: " + notice.Text.ReplaceLineEndings(" ")[..Math.Min(notice.Text.Length, 120)],
            $"{notice.Text}\n\n{Address(notice)}\n",
            cancellationToken
        );

    private string Address(Notice notice) => mail.AddressOf(notice.Link) ?? notice.Link;
}

internal sealed class NoticeJob(NoticeSender sender, IProviderStatements statements, TimeProvider time, ILogger<NoticeJob> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(20), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sender.SendDueAsync(stoppingToken);
            }
            catch (Exception e) when (!statements.IsCancellation(e, stoppingToken))
            {
                NoticeLog.JobFailed(logger, e);
            }
        }
    }
}

internal static partial class NoticeLog
{
    [LoggerMessage(210, LogLevel.Warning, "Notice {NoticeId} was not sent at attempt {Attempt}: {Why}")]
    public static partial void NotSent(ILogger logger, long noticeId, int attempt, string why);

    [LoggerMessage(211, LogLevel.Error, "Sending notices failed; trying again")]
    public static partial void JobFailed(ILogger logger, Exception exception);
}
