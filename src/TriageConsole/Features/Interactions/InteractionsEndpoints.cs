using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

internal static class InteractionsEndpoints
{
    public static void MapInteractions(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Interactions").RequireAuthorization(Policies.ScopeRead);
        api.MapGet("/interactions", SearchAsync)
            .WithName("ListInteractions")
            .WithSummary("List interactions, newest first")
            .WithDescription(
                "Filters: workflow, from, to, model, prompt_version, segment, country, deployment_id, release, user_id,"
                    + " task_id, trace (its beginning), text (in the preview), needs_review, labeled, has_outcome, "
                    + "outcome_min, outcome_max, min_suspicion_score. For the next page, send next_cursor as "
                    + "cursor; limit is at most 500."
            );
        api.MapGet("/interactions/{**traceId}", ReadAsync).WithName("ReadInteraction").WithSummary("Read one interaction");
        app.MapGet("/exports/interactions", ExportAsync)
            .RequireAuthorization(Policies.Lead)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
    }

    /// <summary>The list of a lead as a file: the same address parameters as the page.</summary>
    private static async Task ExportAsync(HttpContext context, AccessService people, InteractionList list)
    {
        var query = context.Request.Query;
        var access = await people.ForAsync(context.User, context.RequestAborted);
        var rows = list.ReadAsync(access, InteractionListQuery.Of(query), GridQuery.Of(query), context.RequestAborted);
        await CsvDownload.WriteAsync(context, "interactions.csv", InteractionFields.All, rows);
    }

    private static async Task<Results<Ok<Page<InteractionRow>>, ProblemHttpResult>> SearchAsync(
        HttpContext context,
        ApiCaller caller,
        InteractionService interactions,
        string? cursor,
        string? limit
    )
    {
        var query = new QueryParameters();
        var parameters = InteractionQuery.Of(context.Request.Query);
        var filter = parameters.Read(query);
        var count = query.Limit(limit, 100, InteractionService.MaxPage);
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        try
        {
            return TypedResults.Ok(
                await interactions.SearchAsync(
                    caller,
                    string.IsNullOrWhiteSpace(parameters.Workflow) ? null : parameters.Workflow,
                    filter,
                    cursor,
                    count,
                    context.RequestAborted
                )
            );
        }
        catch (FormatException)
        {
            return TypedResults.Problem(detail: "cursor is not a cursor of this list.", statusCode: 400);
        }
    }

    private static async Task<Results<Ok<InteractionAnswer>, ProblemHttpResult>> ReadAsync(
        string traceId,
        ApiCaller caller,
        InteractionService interactions,
        CancellationToken cancellationToken
    ) =>
        await interactions.ReadAsync(caller, traceId, cancellationToken) is { } detail
            ? TypedResults.Ok(InteractionAnswer.Of(detail))
            : TypedResults.Problem(detail: $"There is no interaction '{traceId}' in this tenant.", statusCode: 404);
}
