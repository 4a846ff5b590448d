using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>Pipelines can ask for approval. Only people answer.</summary>
internal static class ApprovalEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/releases/{id:long}/approvals", RequestAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("RequestApproval")
            .WithSummary("Asks the approvers of a workflow to approve a release")
            .WithDescription(
                "kind: promotion or canary; a canary needs steps such as \"5% 1h, 25% 24h\". Approvers get a notice and answer on the "
                    + "page of the release. A release has one open request or approval of each kind (409). An approval replaces no gate."
            )
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);

    private static async Task<Results<Ok<DoneAnswer>, ProblemHttpResult>> RequestAsync(
        ApiCaller caller,
        ApprovalService approvals,
        ReleaseLookup lookup,
        long id,
        RequestApprovalBody body,
        CancellationToken cancellationToken
    )
    {
        var found = await lookup.FindWorkflowOfAsync(caller, id, cancellationToken);
        if (found.Error is { } missing)
            return missing.ToProblem();
        if (Kind(body.Kind) is not { } kind)
            return TypedResults.Problem(detail: "kind must be promotion or canary.", statusCode: 400);
        var result = await approvals.RequestAsync(
            Actor.Of(caller),
            caller.TenantId,
            found.Value,
            new ApprovalRequest(id, kind, body.Steps, body.Comment),
            cancellationToken
        );
        return result.Error is { } error ? error.ToProblem() : TypedResults.Ok(new DoneAnswer(result.Message, result.Value));
    }

    private static ApprovalKind? Kind(string? text) =>
        text?.Trim().ToLowerInvariant() switch
        {
            null or "" or "promotion" => ApprovalKind.Promotion,
            "canary" => ApprovalKind.Canary,
            _ => null,
        };
}
