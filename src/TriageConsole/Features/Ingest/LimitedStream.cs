using TriageConsole.Components;

namespace TriageConsole.Features.Ingest;

/// <summary>Fails with 413 after a number of bytes, because a small gzip can decompress to more than the server's memory.</summary>
internal sealed class LimitedStream(Stream inner, long limit) : ReadOnlyStream
{
    private long taken;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        taken += read;
        return taken <= limit
            ? read
            : throw new BadHttpRequestException(
                $"The body is larger than {Figures.Bytes(limit)} after decompression.",
                StatusCodes.Status413PayloadTooLarge
            );
    }
}
