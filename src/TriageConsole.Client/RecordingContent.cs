using System.Net;

namespace TriageConsole.Client;

/// <summary>A body whose bytes are recorded while it is sent or read. Headers, length and behaviour are those of the inner one.</summary>
internal sealed class RecordingContent : HttpContent
{
    private readonly HttpContent inner;
    private readonly Recorder recorder;
    private readonly TimeProvider time;
    private readonly Action<Exception?>? ended;

    /// <param name="inner">The body.</param>
    /// <param name="recorder">Gets the bytes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ended">Is called when the body was read to its end or disposed, with the exception that ended it.</param>
    public RecordingContent(HttpContent inner, Recorder recorder, TimeProvider time, Action<Exception?>? ended)
    {
        (this.inner, this.recorder, this.time, this.ended) = (inner, recorder, time, ended);
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        recorder.Restart();
        try
        {
            await inner.CopyToAsync(new RecordingStream(stream, recorder, time, null), context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ended?.Invoke(e);
            throw;
        }

        ended?.Invoke(null);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        recorder.Restart();
        try
        {
            inner.CopyTo(new RecordingStream(stream, recorder, time, null), context, cancellationToken);
        }
        catch (Exception e)
        {
            ended?.Invoke(e);
            throw;
        }

        ended?.Invoke(null);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new RecordingStream(await inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), recorder, time, ended);

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        new RecordingStream(inner.ReadAsStream(cancellationToken), recorder, time, ended);

    protected override bool TryComputeLength(out long length)
    {
        length = inner.Headers.ContentLength ?? 0;
        return inner.Headers.ContentLength is not null;
    }

    /// <summary>A request body belongs to the application, which disposes it; a response body belongs to this.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && ended is not null)
        {
            inner.Dispose();
            ended(null);
        }

        base.Dispose(disposing);
    }
}
