using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Notices;

namespace TriageConsole.Features.Notices;

/// <summary>
/// Attempts of deliveries. The next attempt is scheduled before sending, so that two instances do not send the same delivery. After a
/// failure the pauses grow, and after the last attempt the delivery is stored as failed with the reason.
/// </summary>
internal static class DeliveryAttempts
{
    /// <summary>Attempts per delivery before it is stored as failed.</summary>
    public const int Max = 10;

    private const int BatchSize = 50;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>The deliveries that are due, the earliest first.</summary>
    public static IQueryable<TDelivery> Due<TDelivery>(IQueryable<TDelivery> deliveries, DateTimeOffset now)
        where TDelivery : Delivery =>
        deliveries
            .AsNoTracking()
            .Where(d => d.SentAt == null && d.FailedAt == null && d.NextAttemptAt <= now)
            .OrderBy(d => d.NextAttemptAt)
            .Take(BatchSize);

    /// <summary>Sends a delivery unless another instance has claimed it. True if it was sent.</summary>
    /// <param name="deliveries">The deliveries of this kind.</param>
    /// <param name="delivery">The delivery as it was read.</param>
    /// <param name="time">The clock.</param>
    /// <param name="send">Sends it. Null if it was sent, otherwise the reason.</param>
    /// <param name="cancellationToken">Cancelled when the instance stops.</param>
    public static async Task<bool> RunAsync<TDelivery>(
        IQueryable<TDelivery> deliveries,
        TDelivery delivery,
        TimeProvider time,
        Func<Task<string?>> send,
        CancellationToken cancellationToken
    )
        where TDelivery : Delivery
    {
        var (id, attempts) = (delivery.Id, delivery.Attempts);
        var next = time.GetUtcNow() + (FirstPause * Math.Pow(2, attempts));
        var claimed = await deliveries
            .Where(d => d.Id == id && d.SentAt == null && d.FailedAt == null && d.Attempts == attempts)
            .ExecuteUpdateAsync(
                s => s.SetProperty(d => d.Attempts, attempts + 1).SetProperty(d => d.NextAttemptAt, next),
                cancellationToken
            );
        if (claimed == 0)
            return false;
        var reason = await send();
        var now = time.GetUtcNow();
        DateTimeOffset? sentAt = reason is null ? now : null;
        DateTimeOffset? failedAt = reason is not null && attempts + 1 >= Max ? now : null;
        // Also while the instance stops; otherwise the delivery would be sent again.
        await deliveries
            .Where(d => d.Id == id)
            .ExecuteUpdateAsync(
                s => s.SetProperty(d => d.SentAt, sentAt).SetProperty(d => d.FailedAt, failedAt).SetProperty(d => d.Reason, reason),
                CancellationToken.None
            );
        return reason is null;
    }

    /// <summary>
    /// The first part of the Message-ID of a mail. An instance that is killed between sending and storing sends a mail again; with the same
    /// id, mail servers and people recognise it. The time tells deliveries of two consoles with the same sender apart.
    /// </summary>
    public static string MailId(string kind, Delivery delivery, DateTimeOffset createdAt) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}.{delivery.Id}.{createdAt.UtcTicks / TimeSpan.TicksPerMicrosecond}");
}
