namespace TriageConsole.Security;

/// <summary>Metadata of an endpoint whose requests are limited per API key.</summary>
/// <param name="RefuseAsync">Writes the response to a refused request. The header Retry-After is set.</param>
internal sealed record KeyLimited(Func<HttpContext, KeyRefusal, Task> RefuseAsync)
{
    public static KeyLimited WithProblem { get; } =
        new((context, refusal) => Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, refusal.Message));
}
