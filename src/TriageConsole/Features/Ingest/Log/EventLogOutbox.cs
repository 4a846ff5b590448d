using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.EventLog;
using TriageConsole.Data.Ingest;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Writes each batch to the outbox of the event log, in the transaction of the batch.</summary>
public sealed class EventLogOutbox(EventLogKeys keys, IOptions<EventLogOptions> options)
{
    public bool IsOn => options.Value.Active is not null;

    /// <param name="db">The context with the transaction of the batch.</param>
    /// <param name="tenant">Id and key of the tenant.</param>
    /// <param name="batch">The parsed lines, after redaction.</param>
    /// <param name="refused">The quarantined lines with their numbers.</param>
    /// <param name="userOf">The user_id of the interactions that the batch read or stored, by trace id.</param>
    /// <param name="userOfLate">The user_id of the interaction of a signal; null if it has not arrived or has none.</param>
    /// <param name="now">When the batch was received.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="EventLogFullException">Too many bytes wait for the object store.</exception>
    public async Task AppendAsync(
        TriageDbContext db,
        (long Id, string Key) tenant,
        IngestBatch batch,
        IReadOnlyList<(long Number, QuarantinedEvent Row)> refused,
        IReadOnlyDictionary<string, string?> userOf,
        Func<LateEvent, string?> userOfLate,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (await IsFullAsync(db, cancellationToken))
            throw new EventLogFullException();
        var lines = Lines(batch, refused, userOf, userOfLate).OrderBy(l => l.Number).ToList();
        if (lines.Count == 0)
            return;
        var keyOf = await keys.EnsureAsync(db, tenant.Id, lines.ConvertAll(l => l.Subject), now, cancellationToken);
        var written = new List<byte[]>(lines.Count + 1) { LogJson.Write(new LogHeader(1, tenant.Key, now, lines.Count)) };
        foreach (var (number, kind, subject, json) in lines)
        {
            var (id, key) = keyOf[subject];
            written.Add(LogJson.Write(new LogLine(number, kind, id, LineCipher.Seal(key, kind, number, json))));
        }

        var content = Join(written);
        db.EventLogOutbox.Add(
            new EventLogEntry
            {
                TenantId = tenant.Id,
                ReceivedAt = now,
                Lines = lines.Count,
                Bytes = content.Length,
                Content = content,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Whether too many bytes of all tenants wait for the object store.</summary>
    public async Task<bool> IsFullAsync(TriageDbContext db, CancellationToken cancellationToken) =>
        await db.EventLogOutbox.SumAsync(e => (long)e.Bytes, cancellationToken) > options.Value.MaxOutboxBytes;

    private static IEnumerable<(long Number, LogLineKind Kind, string Subject, byte[] Json)> Lines(
        IngestBatch batch,
        IReadOnlyList<(long Number, QuarantinedEvent Row)> refused,
        IReadOnlyDictionary<string, string?> userOf,
        Func<LateEvent, string?> userOfLate
    )
    {
        // A line that was read and then refused is logged as refused only.
        var left = refused.Select(r => r.Number).ToHashSet();
        foreach (var (line, e) in batch.Interactions.Where(i => !left.Contains(i.Line.Number)))
            yield return (line.Number, LogLineKind.Interaction, e.UserId ?? "", LogJson.Write(e));
        foreach (var late in batch.Late.Where(l => !left.Contains(l.Line.Number)))
            yield return (
                late.Line.Number,
                LogLineKind.Signal,
                late.Event.Signal.UserId ?? userOfLate(late.Event) ?? LogSubjects.Of(late.Event),
                LogJson.Write(late.Event)
            );
        foreach (var part in batch.Parts.Where(p => !left.Contains(p.Line.Number)))
            yield return (
                part.Line.Number,
                LogLineKind.TracePart,
                part.User ?? userOf.GetValueOrDefault(part.TraceId) ?? LogSubjects.OfTrace(part.TraceId),
                LogJson.Write(new LoggedPart(part.TraceId, part.PartKey, part.DefaultWorkflow, part.Part.ToJson()))
            );
        foreach (var (number, row) in refused)
            yield return (
                number,
                LogLineKind.Refused,
                LogSubjects.OfRefused(row.Line),
                LogJson.Write(new RefusedLine(row.Reason, row.Detail, row.Line, row.ContentHash))
            );
    }

    /// <summary>The lines, each with a line feed, in one array of just their size: megabytes are not copied twice.</summary>
    private static byte[] Join(List<byte[]> lines)
    {
        var content = GC.AllocateUninitializedArray<byte>(lines.Sum(l => l.Length + 1));
        var end = 0;
        foreach (var line in lines)
        {
            line.CopyTo(content, end);
            end += line.Length;
            content[end++] = (byte)'\n';
        }

        return content;
    }
}
