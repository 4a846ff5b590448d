using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Tests.Ingest;

/// <summary>Tests the default limits: 16 kB/s over 10 s, after 5 s of grace.</summary>
public sealed class MinimumRateStreamTests
{
    private static readonly byte[] Buffer = new byte[20 << 20];
    private readonly FakeTimeProvider time = new();
    private readonly Drip sent = new();

    private MinimumRateStream Stream() => new(sent, new IngestOptions(), time, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(8_000)]
    [InlineData(15_999)]
    public async Task Body_SlowerThanTheLimit_EndsAfterTheGracePeriodAndOneWindow(int perSecond)
    {
        await using var stream = Stream();
        Assert.Equal(15, await SecondsAsync(stream, perSecond, 60));
    }

    [Theory]
    [InlineData(16_000)]
    [InlineData(100_000)]
    public async Task Body_FastEnough_IsReadToItsEnd(int perSecond)
    {
        await using var stream = Stream();
        Assert.Equal(60, await SecondsAsync(stream, perSecond, 60));
    }

    [Fact]
    public async Task Body_FastAtFirst_EndsIfItStalls()
    {
        await using var stream = Stream();
        await ReadAsync(stream, 16 << 20);
        Assert.InRange(await SecondsAsync(stream, 300, 60), 10, 20);
    }

    [Fact]
    public async Task TimeWithoutARead_DoesNotCount()
    {
        await using var stream = Stream();
        for (var n = 0; n < 20; n++)
        {
            await ReadAsync(stream, 10);
            time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task AbortedRequest_IsNotReportedAsSlow()
    {
        using var aborted = new CancellationTokenSource();
        await using var stream = new MinimumRateStream(sent, new IngestOptions(), time, aborted.Token);
        var read = stream.ReadAsync(Buffer, TestContext.Current.CancellationToken).AsTask();
        await aborted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    /// <summary>Sends bytes at a fixed rate. Returns the second in which the body was ended, or the last one.</summary>
    private async Task<int> SecondsAsync(MinimumRateStream stream, int perSecond, int most)
    {
        for (var second = 1; second <= most; second++)
        {
            var read = stream.ReadAsync(Buffer, TestContext.Current.CancellationToken).AsTask();
            do
            {
                time.Advance(TimeSpan.FromSeconds(1));
                if (perSecond == 0)
                    second++;
            } while (perSecond == 0 && !read.IsCompleted && second <= most);
            if (read.IsCompleted)
            {
                Assert.Equal(
                    StatusCodes.Status408RequestTimeout,
                    (await Assert.ThrowsAsync<BadHttpRequestException>(() => read)).StatusCode
                );
                return perSecond == 0 ? second - 1 : second;
            }

            sent.Give(perSecond);
            Assert.Equal(perSecond, await read);
        }

        return most;
    }

    private async Task ReadAsync(MinimumRateStream stream, int count)
    {
        var read = stream.ReadAsync(Buffer, TestContext.Current.CancellationToken).AsTask();
        sent.Give(count);
        Assert.Equal(count, await read);
    }

    /// <summary>A stream that returns bytes when the test tells it to.</summary>
    private sealed class Drip : ReadOnlyStream
    {
        private TaskCompletionSource<int> next = new();

        public void Give(int count) => next.SetResult(count);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            next = new TaskCompletionSource<int>();
            await using var cancelled = cancellationToken.Register(() => next.TrySetCanceled(cancellationToken));
            return await next.Task;
        }
    }
}
