using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Freezes;

/// <summary>Pipelines and calendars add and remove freezes. A key with the scope release may do what a lead of the tenant may.</summary>
internal static class FreezeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/freezes", ListAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ListFreezes")
            .WithSummary("The freezes of a workflow and of its tenant")
            .WithDescription("Without those that are over. active_until: when the freeze ends, if it is active now.")
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapPost("/freezes", AddAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("AddFreeze")
            .WithSummary("Adds a period in which nothing starts, takes a step or goes live by itself")
            .WithDescription(
                "workflow: missing for all workflows of the tenant. Either from and to, or every week first_day and first_time to last_day "
                    + "and last_time; local times of time_zone (an IANA id, by default UTC). Recorded in the audit log."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapDelete("/freezes/{id:long}", RemoveAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("RemoveFreeze")
            .WithSummary("Removes a freeze")
            .WithDescription("It ends at once, and is in the audit log.")
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static async Task<Results<Ok<IReadOnlyList<FreezeAnswer>>, ProblemHttpResult>> ListAsync(
        ApiCaller caller,
        FreezeService freezes,
        ReleaseLookup lookup,
        string? workflow,
        CancellationToken cancellationToken
    )
    {
        var found = await lookup.FindWorkflowAsync(caller, workflow, cancellationToken);
        if (found.Error is { } missing)
            return missing.ToProblem();
        var rows = await freezes.ListAsync(caller, found.Value, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<FreezeAnswer>>([.. rows.Select(FreezeAnswer.Of)]);
    }

    private static async Task<Results<Ok<DoneAnswer>, ProblemHttpResult>> AddAsync(
        ApiCaller caller,
        FreezeService freezes,
        ReleaseLookup lookup,
        FreezeBody body,
        CancellationToken cancellationToken
    )
    {
        var wanted = body.Read();
        if (wanted.Error is { } invalid)
            return invalid.ToProblem();
        long? workflow = null;
        if (body.Workflow is { } key)
        {
            var found = await lookup.FindWorkflowAsync(caller, key, cancellationToken);
            if (found.Error is { } missing)
                return missing.ToProblem();
            workflow = found.Value;
        }

        var result = await freezes.AddAsync(caller, workflow, wanted.Value, cancellationToken);
        return result.Error is { } error ? Named(error).ToProblem() : TypedResults.Ok(new DoneAnswer(result.Message, result.Value));
    }

    private static async Task<Results<Ok<DoneAnswer>, ProblemHttpResult>> RemoveAsync(
        ApiCaller caller,
        FreezeService freezes,
        long id,
        CancellationToken cancellationToken
    )
    {
        var result = await freezes.RemoveAsync(caller, id, cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Ok(new DoneAnswer(result.Message, id));
    }

    /// <summary>The problems at the names of the fields in JSON.</summary>
    private static Error Named(Error error) =>
        error.Problems.Count == 0
            ? error
            : Error.Invalid(
                "The freeze is not valid.",
                [.. error.Problems.Select(p => p with { Field = JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Field) })]
            );
}
