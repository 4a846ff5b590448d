using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// The body of a request that sends many lines, with all its limits: size, inflated size, rate. What becomes of a body that breaks one of
/// them is answered alike everywhere, with what was committed before.
/// </summary>
public sealed class IngestBody(IOptions<IngestOptions> options, TimeProvider time)
{
    /// <summary>Takes the body in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="takeAsync">Reads the stream to its end and says what became of it.</param>
    /// <param name="committed">What was committed so far.</param>
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
            return Refuse(StatusCodes.Status400BadRequest, $"{e.Message} The body broke off or is damaged.", committed());
        }
        catch (BadHttpRequestException e)
        {
            return Refuse(e.StatusCode, e.Message, committed());
        }
        catch (IngestBusyException e)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(options.Value.MaxWaitSeconds).ToString(CultureInfo.InvariantCulture);
            return Refuse(StatusCodes.Status429TooManyRequests, e.Message, committed());
        }
    }

    private static ProblemHttpResult Refuse<TAnswer>(int status, string why, TAnswer committed) =>
        TypedResults.Problem(
            detail: $"{why} What is listed under committed was kept; sending all of it again is safe.",
            statusCode: status,
            extensions: new Dictionary<string, object?> { ["committed"] = committed }
        );
}
