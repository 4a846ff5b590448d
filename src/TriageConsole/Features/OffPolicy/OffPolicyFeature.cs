using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Security;

namespace TriageConsole.Features.OffPolicy;

internal static class OffPolicyFeature
{
    public static IServiceCollection AddOffPolicy(this IServiceCollection services) => services.AddSingleton<OffPolicyService>();

    public static void MapOffPolicy(this WebApplication app) =>
        app.MapGet("/api/v1/off-policy", ReadAsync)
            .WithTags("Releases")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("EstimatePolicy")
            .WithSummary("Estimates a policy from the decisions of a canary or a bandit")
            .WithDescription(
                $"policy: the share of each release as JSON, such as {CandidatePolicy.Example}. Units of a segment that is not named "
                    + "get the shares of the policy. experiment: its id, by default the latest canary or bandit. The result has "
                    + "estimates with 95 % intervals, or the reasons for a refusal. It can propose an experiment, never promote. "
                    + "docs/off-policy.md describes the figures."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);

    private static async Task<Results<Ok<PolicyEstimate>, ProblemHttpResult>> ReadAsync(
        ApiCaller caller,
        OffPolicyService service,
        string? workflow,
        string? policy,
        string? experiment,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var id = query.Id("experiment", experiment);
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        var candidate = CandidatePolicy.Parse(policy);
        if (candidate.Error is { } wrong)
            return wrong.ToProblem();
        var estimate = await service.EstimateAsync(caller, workflow, id, candidate.Value, cancellationToken);
        return estimate.Error is { } refusal ? refusal.ToProblem() : TypedResults.Ok(estimate.Value);
    }
}
