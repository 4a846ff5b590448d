using System.Globalization;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Ends a body that trickles. Kestrel measures the average since the body began, so one that came fast at first may stop for minutes
/// afterwards; here each window of waiting counts by itself. Only time spent waiting for the sender counts, none in which a batch is worked
/// on.
/// </summary>
internal sealed class MinimumRateStream : ReadOnlyStream
{
    private readonly Stream inner;
    private readonly IngestOptions options;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource ended;
    private readonly ITimer timer;
    private readonly Lock sync = new();
    private readonly double leastBytes;

    /// <summary>Waiting time that is left of this window, or of the grace before the first.</summary>
    private TimeSpan left;
    private long cameInWindow;
    private bool isGrace;
    private bool isWaiting;
    private bool isTooSlow;

    public MinimumRateStream(Stream inner, IngestOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        (this.inner, this.options, this.time) = (inner, options, time);
        ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer = time.CreateTimer(_ => EndWindow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        leastBytes = options.MinBytesPerSecond * options.MinRateWindowSeconds;
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
                    $"The body came slower than {options.MinBytesPerSecond:0} bytes a second over {options.MinRateWindowSeconds:0.#} s."
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
            cameInWindow += read;
        return read;
    }

    /// <summary>So much waiting: either enough came in it, and the next window begins, or the body ends here.</summary>
    private void EndWindow()
    {
        lock (sync)
        {
            if (!isWaiting || isTooSlow)
                return;
            isTooSlow = !isGrace && cameInWindow < leastBytes;
            var window = TimeSpan.FromSeconds(options.MinRateWindowSeconds);
            // What the pending read has waited so far is taken off when it ends.
            (isGrace, cameInWindow, left) = (false, 0, left + window);
            if (!isTooSlow)
                timer.Change(window, Timeout.InfiniteTimeSpan);
        }

        if (isTooSlow)
            ended.Cancel();
    }
}
