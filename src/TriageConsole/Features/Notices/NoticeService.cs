using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Components.Lists;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Notices;
using TriageConsole.Data.Providers;
using TriageConsole.Security;

namespace TriageConsole.Features.Notices;

/// <summary>Creates notices: each once per person, in the app and on the configured channels.</summary>
public sealed class NoticeService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    DatabaseRetry retry,
    IOptions<NoticeOptions> options,
    TimeProvider time
)
{
    private const int MaxShown = 20;
    private const int KeyLength = 200;
    private const int TextLength = 500;
    private const int LinkLength = 500;

    /// <summary>Creates a notice. The same key creates only one notice per person.</summary>
    public Task NotifyAsync(long userId, string key, string text, string link, CancellationToken cancellationToken = default) =>
        NotifyAsync(userId, key, text, link, toChannel: false, cancellationToken);

    /// <param name="userId">The person.</param>
    /// <param name="key">Identifies the subject.</param>
    /// <param name="text">The text.</param>
    /// <param name="link">The linked page.</param>
    /// <param name="toChannel">Whether it also goes to the chat channel of the team, once for all persons who get it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task NotifyAsync(
        long userId,
        string key,
        string text,
        string link,
        bool toChannel,
        CancellationToken cancellationToken = default
    )
    {
        key = Kept(key);
        // A truncated link would be wrong, so link to the start page instead.
        if (link.Length > LinkLength)
            link = "";
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Notices.AnyAsync(n => n.UserId == userId && n.Key == key, cancellationToken))
            return;
        var now = time.GetUtcNow();
        var email = await db
            .Users.Where(u => u.Id == userId && u.DisabledAt == null)
            .Select(u => u.Email)
            .SingleOrDefaultAsync(cancellationToken);
        var notice = new Notice
        {
            UserId = userId,
            Key = key,
            Text = Texts.Cut(text, TextLength),
            Link = link,
            CreatedAt = now,
            Deliveries = Deliveries(email, now),
        };
        if (!toChannel || options.Value.SlackUrl is null)
        {
            await AddAsync(db, notice, cancellationToken);
            return;
        }

        // A channel has many readers and gets each subject once: the recipient is the hash of its key, which is unique.
        var subject = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        if (await db.NoticeDeliveries.AnyAsync(d => d.Channel == NoticeChannel.Slack && d.Recipient == subject, cancellationToken))
        {
            await AddAsync(db, notice, cancellationToken);
            return;
        }

        var delivery = new NoticeDelivery
        {
            Channel = NoticeChannel.Slack,
            Recipient = subject,
            NextAttemptAt = now,
        };
        notice.Deliveries.Add(delivery);
        if (await AddAsync(db, notice, cancellationToken))
            return;
        // Another instance was first, with this notice or with the delivery to the channel.
        notice.Deliveries.Remove(delivery);
        await AddAsync(db, notice, cancellationToken);
    }

    /// <summary>False if a row with the same key exists.</summary>
    private async Task<bool> AddAsync(TriageDbContext db, Notice notice, CancellationToken cancellationToken)
    {
        db.Notices.Add(notice);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>One delivery for each configured channel.</summary>
    private List<NoticeDelivery> Deliveries(string? email, DateTimeOffset now)
    {
        var settings = options.Value;
        var deliveries = new List<NoticeDelivery>();
        if (settings.WebhookUrl is not null)
            deliveries.Add(new NoticeDelivery { Channel = NoticeChannel.Webhook, NextAttemptAt = now });
        if (settings.SmtpHost.Length > 0 && !string.IsNullOrEmpty(email))
            deliveries.Add(
                new NoticeDelivery
                {
                    Channel = NoticeChannel.Mail,
                    Recipient = email,
                    NextAttemptAt = now,
                }
            );
        return deliveries;
    }

    /// <summary>Shortens a long key to its beginning and keeps it distinct.</summary>
    private static string Kept(string key) =>
        key.Length <= KeyLength
            ? key
            : $"{Texts.Cut(key, KeyLength - 33)} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}";

    /// <summary>Notifies all leads of a workflow.</summary>
    public async Task NotifyLeadsAsync(
        long tenantId,
        long workflowId,
        string key,
        string text,
        string link,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var lead in await LeadsAsync(tenantId, workflowId, cancellationToken))
            await NotifyAsync(lead, key, text, link, cancellationToken);
    }

    /// <summary>The leads of a workflow who can sign in.</summary>
    public async Task<IReadOnlyList<long>> LeadsAsync(long tenantId, long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Users.Where(u =>
                u.DisabledAt == null
                && db.RoleGrants.Any(g =>
                    g.UserId == u.Id
                    && g.Role == Role.Lead
                    && g.TenantId == tenantId
                    && (g.WorkflowId == null || g.WorkflowId == workflowId)
                )
            )
            .Select(u => u.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The notices that the person has not dismissed, the newest first.</summary>
    public async Task<IReadOnlyList<NoticeRow>> UnreadAsync(long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Notices.AsNoTracking()
            .Where(n => n.UserId == userId && n.ReadAt == null)
            .OrderByDescending(n => n.Id)
            .Take(MaxShown)
            .Select(n => new NoticeRow(n.Id, n.Text, n.Link, n.CreatedAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The number of unread notices, at most <paramref name="max"/>.</summary>
    public async Task<int> UnreadCountAsync(PersonAccess access, int max, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Notices.Where(n => n.UserId == access.UserId && n.ReadAt == null).Take(max).CountAsync(cancellationToken);
    }

    /// <summary>A page of all notices of the person, the newest first.</summary>
    public async Task<ListPage<ArchivedNotice>> ListAsync(PersonAccess access, int page, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Notices.AsNoTracking()
            .Where(n => n.UserId == access.UserId)
            .OrderByDescending(n => n.Id)
            .Select(n => new ArchivedNotice(n.Id, n.Text, n.Link, n.CreatedAt, n.ReadAt != null))
            .ToPageAsync(page, Paging.Rows, cancellationToken);
    }

    /// <summary>Dismisses all notices of the person.</summary>
    public async Task ReadAllAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        // Two windows can dismiss the same notices, in any order.
        await retry.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                await db
                    .Notices.Where(n => n.UserId == access.UserId && n.ReadAt == null)
                    .ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, now), token);
            },
            cancellationToken
        );
    }

    /// <summary>Dismisses one of the person's own notices.</summary>
    public async Task ReadAsync(long userId, long noticeId, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Notices.Where(n => n.Id == noticeId && n.UserId == userId && n.ReadAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, now), cancellationToken);
    }
}
