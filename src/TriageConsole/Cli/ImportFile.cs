using System.IO.Compression;

namespace TriageConsole.Cli;

/// <summary>A file of events, gzip or plain by its first two bytes (never by its name), that knows how much of it has been read.</summary>
internal sealed class ImportFile : IAsyncDisposable
{
    private readonly CountingStream counted;

    private ImportFile(CountingStream counted, Stream content) => (this.counted, Content) = (counted, content);

    /// <summary>The lines, unpacked.</summary>
    public Stream Content { get; }

    /// <summary>Bytes of the file itself, packed as it is: what is left of it is known, what it unpacks to is not.</summary>
    public long BytesRead => counted.BytesRead;

    public static async Task<ImportFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var magic = new byte[2];
        var isGzip = await file.ReadAtLeastAsync(magic, 2, throwOnEndOfStream: false, cancellationToken) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        file.Position = 0;
        var counted = new CountingStream(file);
        return new ImportFile(counted, isGzip ? new GZipStream(counted, CompressionMode.Decompress) : counted);
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private sealed class CountingStream(Stream inner) : Stream
    {
        private long bytesRead;

        public long BytesRead => Interlocked.Read(ref bytesRead);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position { get => BytesRead; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Counted(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private int Counted(int read)
        {
            Interlocked.Add(ref bytesRead, read);
            return read;
        }
    }
}
