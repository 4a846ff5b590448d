using System.Threading.Channels;

namespace TriageConsole.Client;

/// <summary>
/// The events in memory. Adding one takes no lock and never waits: an event beyond the limits is dropped and counted. An event counts until
/// it is sent or dropped, so that a batch that is being sent is within the limits too.
/// </summary>
internal sealed class EventQueue(TriageClientOptions options, EventCounts counts)
{
    private readonly Channel<QueuedEvent> channel = Channel.CreateUnbounded<QueuedEvent>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private TaskCompletionSource hurry = NewSignal();
    private long held;
    private long bytes;
    private long inChannel;
    private int flushes;
    private bool isClosed;

    public long Waiting => Interlocked.Read(ref held);

    /// <summary>Adds an event, or drops it.</summary>
    public void Add(QueuedEvent e)
    {
        counts.Capture();
        var size = e.Size;
        var isFull = Interlocked.Increment(ref held) > options.QueueCapacity;
        isFull |= Interlocked.Add(ref bytes, size) > options.QueueBytes;
        if (isFull || !Write(e))
        {
            Release(1, size);
            counts.Drop(isFull ? TriageReason.QueueFull : TriageReason.Disposed, 1, null);
        }
        else if (Interlocked.Read(ref inChannel) >= options.BatchSize)
            Hurry();
    }

    /// <summary>Completes when all events that were added before are sent or dropped.</summary>
    public Task FlushAsync()
    {
        var mark = new FlushMark();
        Interlocked.Increment(ref flushes);
        if (!Write(mark))
            return Task.CompletedTask;
        Hurry();
        return mark.Done;
    }

    /// <summary>Accepts no more events.</summary>
    public void Close()
    {
        Volatile.Write(ref isClosed, true);
        channel.Writer.TryComplete();
        Hurry();
    }

    /// <summary>Waits for an event, then for a full batch, a flush or the end of the interval. False at the end.</summary>
    public async Task<bool> WaitAsync()
    {
        if (!await channel.Reader.WaitToReadAsync().ConfigureAwait(false))
            return false;
        // Replace the signal before looking, so that none is lost.
        var signal = NewSignal();
        Volatile.Write(ref hurry, signal);
        if (
            Interlocked.Read(ref inChannel) < options.BatchSize
            && Volatile.Read(ref flushes) == 0
            && !Volatile.Read(ref isClosed)
            && options.FlushInterval > TimeSpan.Zero
        )
        {
            using var stop = new CancellationTokenSource();
            await Task.WhenAny(signal.Task, Task.Delay(options.FlushInterval, options.TimeProvider, stop.Token)).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>The next batch, and the marks that end it.</summary>
    public (List<QueuedEvent> Batch, FlushMark? Mark) Take()
    {
        var batch = new List<QueuedEvent>();
        var size = 0L;
        while (batch.Count < options.BatchSize && channel.Reader.TryPeek(out var next))
        {
            if (batch.Count > 0 && size + next.Size > options.BatchBytes)
                break;
            channel.Reader.TryRead(out _);
            Interlocked.Decrement(ref inChannel);
            if (next is FlushMark mark)
            {
                Interlocked.Decrement(ref flushes);
                return (batch, mark);
            }

            size += next.Size;
            batch.Add(next);
        }

        return (batch, null);
    }

    /// <summary>Events that are sent or dropped leave the limits.</summary>
    public void Release(List<QueuedEvent> batch) => Release(batch.Count, batch.Sum(e => e.Size));

    private bool Write(QueuedEvent e)
    {
        Interlocked.Increment(ref inChannel);
        if (channel.Writer.TryWrite(e))
            return true;
        Interlocked.Decrement(ref inChannel);
        return false;
    }

    private void Release(int count, long size)
    {
        Interlocked.Add(ref held, -count);
        Interlocked.Add(ref bytes, -size);
    }

    private void Hurry() => Volatile.Read(ref hurry).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
