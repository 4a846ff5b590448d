using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

internal static class KeysEndpoints
{
    public static void MapKeys(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Keys").RequireAuthorization(Policies.ScopeAdmin).DisableAntiforgery();
        api.MapGet("/keys", ListAsync)
            .WithName("ListKeys")
            .WithSummary("List the tenant's API keys with their limits and refused requests");
        api.MapPut("/keys/{key}/limits", SetAsync)
            .WithName("SetKeyLimits")
            .WithSummary("Set the limits of an API key")
            .WithDescription("Requests per second on average, and the burst after a pause. A missing value means the default.")
            .ProducesProblem(400)
            .ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<KeyAnswer>> ListAsync(
        ApiCaller caller,
        ApiKeyService keys,
        CancellationToken cancellationToken
    ) => [.. (await keys.ListAsync(caller, cancellationToken)).Select(KeyAnswer.Of)];

    private static async Task<Results<NoContent, ProblemHttpResult>> SetAsync(
        string key,
        KeyRate limits,
        ApiCaller caller,
        ApiKeyLimitService service,
        CancellationToken cancellationToken
    )
    {
        var result = await service.SetAsync(caller, key, limits, cancellationToken);
        return result.Ok ? TypedResults.NoContent() : result.Error.ToProblem();
    }
}
