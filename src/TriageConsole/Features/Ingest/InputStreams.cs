using System.IO.Compression;

namespace TriageConsole.Features.Ingest;

/// <summary>Opens an input stream. The first two bytes decide between plain and gzip; headers and file names are ignored.</summary>
public static class InputStreams
{
    public static async Task<Stream> OpenAsync(Stream source, CancellationToken cancellationToken = default)
    {
        var head = new byte[2];
        var read = await source.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, cancellationToken);
        var whole = new PrefixedStream(head.AsMemory(0, read), source);
        return read == 2 && head[0] == 0x1F && head[1] == 0x8B ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    /// <summary>A stream of the bytes that were already read, followed by the rest.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadOnlyStream
    {
        private ReadOnlyMemory<byte> prefix = prefix;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (prefix.IsEmpty)
                return await rest.ReadAsync(buffer, cancellationToken);
            var count = Math.Min(buffer.Length, prefix.Length);
            prefix[..count].CopyTo(buffer);
            prefix = prefix[count..];
            return count;
        }
    }
}
