using System.Globalization;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Ends a body that arrives too slowly. Kestrel measures the average since the start of the body, so a body that was fast at first can
/// stall for minutes. Here each window of waiting counts alone. Only the time spent waiting for the sender counts, not the processing time
/// of a batch.
/// </summary>
internal sealed class MinimumRateStream : ReadOnlyStream
{
    private readonly Stream inner;
    private readonly IngestOptions options;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource ended;
    private readonly ITimer timer;
    private readonly Lock sync = new();
    private readonly double minBytes;

    /// <summary>Remaining waiting time of this window, or of the grace period before the first.</summary>
    private TimeSpan left;
    private long bytesInWindow;
    private bool isGrace;
    private bool isWaiting;
    private bool isTooSlow;

    public MinimumRateStream(Stream inner, IngestOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        (this.inner, this.options, this.time) = (inner, options, time);
        ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer = time.CreateTimer(_ => EndWindow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        minBytes = options.MinBytesPerSecond * options.MinRateWindowSeconds;
        (left, isGrace) = (TimeSpan.FromSeconds(options.MinRateGraceSeconds), true);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var pending = inner.ReadAsync(buffer, ended.Token);
        if (pending.IsCompletedSuccessfully)
            return Count(pending.Result);
        var since = time.GetTimestamp();
        lock (sync)
        {
            isWaiting = true;
            timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        try
        {
            return Count(await pending);
        }
        catch (OperationCanceledException) when (isTooSlow)
        {
            throw new BadHttpRequestException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The body was slower than {options.MinBytesPerSecond:0} bytes per second over {options.MinRateWindowSeconds:0.#} s."
                ),
                StatusCodes.Status408RequestTimeout
            );
        }
        finally
        {
            lock (sync)
            {
                isWaiting = false;
                left -= time.GetElapsedTime(since);
                timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            timer.Dispose();
            ended.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        lock (sync)
            bytesInWindow += read;
        return read;
    }

    /// <summary>Ends a window: either enough bytes arrived and the next window starts, or the body is ended.</summary>
    private void EndWindow()
    {
        lock (sync)
        {
            if (!isWaiting || isTooSlow)
                return;
            isTooSlow = !isGrace && bytesInWindow < minBytes;
            var window = TimeSpan.FromSeconds(options.MinRateWindowSeconds);
            // The waiting time of the pending read is subtracted when the read ends.
            (isGrace, bytesInWindow, left) = (false, 0, left + window);
            if (!isTooSlow)
                timer.Change(window, Timeout.InfiniteTimeSpan);
        }

        if (isTooSlow)
            ended.Cancel();
    }
}
