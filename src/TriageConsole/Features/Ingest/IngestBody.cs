using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TriageConsole.Features.Ingest.Log;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Reads the body of a request with many lines and enforces its limits: size, decompressed size and rate. Every endpoint answers a
/// violation in the same way, with the counts that were committed before.
/// </summary>
public sealed class IngestBody(IOptions<IngestOptions> options, TimeProvider time)
{
    /// <summary>Reads and processes the body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="takeAsync">Reads the stream to its end and returns the response.</param>
    /// <param name="committed">Returns the counts committed so far.</param>
    public async Task<Results<Ok<TAnswer>, ProblemHttpResult>> TakeAsync<TAnswer>(
        HttpContext context,
        Func<Stream, Task<TAnswer>> takeAsync,
        Func<TAnswer> committed
    )
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.Value.MaxBodyBytes;
        try
        {
            await using var sent = new MinimumRateStream(context.Request.Body, options.Value, time, context.RequestAborted);
            await using var body = await InputStreams.OpenAsync(sent, context.RequestAborted);
            await using var limited = new LimitedStream(body, options.Value.MaxInflatedBytes);
            return TypedResults.Ok(await takeAsync(limited));
        }
        catch (InvalidDataException e)
        {
            return Refuse(StatusCodes.Status400BadRequest, $"{e.Message} The body is incomplete or damaged.", committed());
        }
        catch (BadHttpRequestException e)
        {
            return Refuse(e.StatusCode, e.Message, committed());
        }
        catch (EventLogFullException e)
        {
            context.Response.Headers.RetryAfter = EventLogFullException.RetrySeconds.ToString(CultureInfo.InvariantCulture);
            return Refuse(StatusCodes.Status503ServiceUnavailable, e.Message, committed());
        }
        catch (IngestBusyException e)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(options.Value.MaxWaitSeconds).ToString(CultureInfo.InvariantCulture);
            return Refuse(StatusCodes.Status429TooManyRequests, e.Message, committed());
        }
    }

    private static ProblemHttpResult Refuse<TAnswer>(int status, string why, TAnswer committed) =>
        TypedResults.Problem(
            detail: $"{why} The lines counted under committed are stored. You can send the whole body again.",
            statusCode: status,
            extensions: new Dictionary<string, object?> { ["committed"] = committed }
        );
}
