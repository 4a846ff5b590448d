using Microsoft.Extensions.Options;
using TriageConsole.Core.Events;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>Stores messages by the same ingest as HTTP. When a call returns, everything that was not refused is committed.</summary>
internal sealed class BusIngest(IngestService ingest, BusKeys keys, KeyLimits limits, BusLines lines, IOptions<IngestOptions> options)
{
    /// <summary>
    /// Stores the messages up to the first one whose key has no tokens, or until they have the size of a batch after decompression: small
    /// messages can become large. A message that is refused for its key takes no token, as over HTTP.
    /// </summary>
    /// <exception cref="Exception">Not everything is stored. The same messages can be stored again.</exception>
    public async Task<BusStored> StoreAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellationToken)
    {
        var refusals = new List<Refusal?>(messages.Count);
        var bySource = new Dictionary<IngestSource, List<EventLine>>();
        KeyRefusal? limit = null;
        var bytes = 0L;
        foreach (var (message, owner) in messages.Zip(await keys.OfAsync(messages, cancellationToken)))
        {
            if (owner is not { Source: { } source, Key: { } key })
            {
                refusals.Add(owner.Refusal);
                continue;
            }

            limit = message.HasToken ? null : limits.TakeForMessage(key);
            if (limit is not null)
                break;
            message.HasToken = true;
            var (found, refusal) = await lines.ReadAsync(message.Body, cancellationToken);
            refusals.Add(refusal);
            if (!bySource.TryGetValue(source, out var all))
                bySource[source] = all = [];
            all.AddRange(found);
            bytes += found.Sum(l => (long)l.Bytes.Length);
            if (bytes >= options.Value.BatchBytes)
                break;
        }

        foreach (var (source, all) in bySource)
        foreach (var batch in Batches(all))
            await ingest.AcceptAsync(source, batch, cancellationToken);
        return new BusStored(refusals, limit);
    }

    /// <summary>Cuts the lines into batches with the limits of HTTP, numbered from 1 in each.</summary>
    private IEnumerable<IReadOnlyList<EventLine>> Batches(List<EventLine> all)
    {
        var (batch, bytes, objects) = (new List<EventLine>(), 0L, 0);
        foreach (var line in all)
        {
            batch.Add(line with { Number = batch.Count + 1 });
            bytes += line.Bytes.Length;
            objects += line.Bytes.Span.Count((byte)'{');
            if (batch.Count < options.Value.BatchLines && bytes < options.Value.BatchBytes && objects < IngestService.MaxObjects)
                continue;
            yield return batch;
            (batch, bytes, objects) = ([], 0, 0);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
