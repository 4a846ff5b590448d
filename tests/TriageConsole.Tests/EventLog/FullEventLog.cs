using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.EventLog;

namespace TriageConsole.Tests.EventLog;

/// <summary>An object store that is away, and an outbox without space.</summary>
internal static class FullEventLog
{
    public static IReadOnlyList<(string Name, string Value)> Settings { get; } =
    [
        ("EventLog:Store", "S3"),
        ("EventLog:Endpoint", "http://127.0.0.1:1"),
        ("EventLog:Bucket", "away"),
        ("EventLog:AccessKey", "none"),
        ("EventLog:SecretKey", "none"),
        ("EventLog:MaxOutboxBytes", "5000"),
    ];

    public static void Configure(WebApplicationBuilder builder)
    {
        foreach (var (name, value) in Settings)
            builder.Configuration[name] = value;
    }

    /// <summary>Fills the outbox. Returns the id of what fills it.</summary>
    public static async Task<long> FillAsync(TriageDbContext db, long tenant)
    {
        var entry = new EventLogEntry
        {
            TenantId = tenant,
            ReceivedAt = DateTimeOffset.UnixEpoch,
            Lines = 0,
            Bytes = 10_000,
            Content = [1],
        };
        db.EventLogOutbox.Add(entry);
        await db.SaveChangesAsync();
        return entry.Id;
    }

    public static Task EmptyAsync(TriageDbContext db, long id) => db.EventLogOutbox.Where(e => e.Id == id).ExecuteDeleteAsync();
}
