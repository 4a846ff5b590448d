namespace TriageConsole.Security;

/// <summary>Writes problems when the default writer refuses to, because the request accepts only other formats.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        context.ProblemDetails.Extensions.TryAdd("correlation_id", Problems.CorrelationId(context.HttpContext));
        return new ValueTask(
            context.HttpContext.Response.WriteAsJsonAsync(
                context.ProblemDetails,
                context.ProblemDetails.GetType(),
                options: null,
                contentType: "application/problem+json"
            )
        );
    }
}
