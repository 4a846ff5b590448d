using Microsoft.Extensions.Options;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>Stores messages by the same ingest as HTTP. When a call returns, everything that was not refused is committed.</summary>
internal sealed class BusIngest(IngestService ingest, BusKeys keys, BusLines lines, IOptions<IngestOptions> options)
{
    /// <summary>Stores the messages. Returns for each message why it is refused, or null.</summary>
    /// <exception cref="Exception">Not everything is stored. The same messages can be stored again.</exception>
    public async Task<IReadOnlyList<Refusal?>> StoreAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellationToken)
    {
        var refusals = new Refusal?[messages.Count];
        var bySource = new Dictionary<IngestSource, List<EventLine>>();
        var sources = await keys.OfAsync(messages, cancellationToken);
        for (var n = 0; n < messages.Count; n++)
        {
            (var source, refusals[n]) = sources[n];
            if (source is null)
                continue;
            (var found, refusals[n]) = await lines.ReadAsync(messages[n].Body, cancellationToken);
            if (!bySource.TryGetValue(source, out var all))
                bySource[source] = all = [];
            all.AddRange(found);
        }

        foreach (var (source, all) in bySource)
        foreach (var batch in Batches(all))
            await ingest.AcceptAsync(source, batch, cancellationToken);
        return refusals;
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
