using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Events;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>The filters of the list, as query parameters.</summary>
internal sealed record InteractionQuery(
    string? Workflow,
    string? From,
    string? To,
    string? Model,
    string? PromptVersion,
    string? Segment,
    string? Country,
    string? DeploymentId,
    string? Release,
    string? UserId,
    string? TaskId,
    string? Trace,
    string? Text,
    string? Questionable,
    string? Labeled,
    string? HasOutcome,
    string? OutcomeMin,
    string? OutcomeMax,
    string? MinSuspicion
)
{
    public InteractionFilter Read(QueryText query) =>
        new()
        {
            From = query.Time("from", From),
            To = query.Time("to", To),
            Model = Blank(Model),
            PromptVersion = Blank(PromptVersion),
            Segment = Blank(Segment),
            Country = Blank(Country),
            Deployment = Blank(DeploymentId),
            Release = Blank(Release),
            UserId = Blank(UserId),
            TaskId = Blank(TaskId),
            Trace = Blank(Trace),
            Text = Blank(Text),
            Questionable = query.YesNo("questionable", Questionable),
            Labeled = query.YesNo("labeled", Labeled),
            HasOutcome = query.YesNo("has_outcome", HasOutcome),
            OutcomeMin = query.Number("outcome_min", OutcomeMin),
            OutcomeMax = query.Number("outcome_max", OutcomeMax),
            MinSuspicion = query.Number("min_suspicion", MinSuspicion),
        };

    public static InteractionQuery Of(IQueryCollection q) =>
        new(
            q["workflow"],
            q["from"],
            q["to"],
            q["model"],
            q["prompt_version"],
            q["segment"],
            q["country"],
            q["deployment_id"],
            q["release"],
            q["user_id"],
            q["task_id"],
            q["trace"],
            q["text"],
            q["questionable"],
            q["labeled"],
            q["has_outcome"],
            q["outcome_min"],
            q["outcome_max"],
            q["min_suspicion"]
        );

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>One interaction as the API gives it: the row, the texts, and JSON parts as JSON.</summary>
internal sealed record InteractionAnswer(
    InteractionRow Interaction,
    string? Input,
    string? Output,
    JsonElement? Messages,
    JsonElement? Context,
    IReadOnlyList<SignalRow> Signals,
    IReadOnlyList<LabelRow> Labels,
    IReadOnlyList<QueuePlace> Queue
)
{
    public static InteractionAnswer Of(InteractionDetail d) =>
        new(d.Row, d.Input, d.Output, StoredJson.Element(d.Messages), StoredJson.Element(d.Context), d.Signals, d.Labels, d.Queue);
}

internal static class InteractionsEndpoints
{
    public static void MapInteractions(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Interactions").RequireAuthorization(Policies.ScopeRead);
        api.MapGet("/interactions", SearchAsync)
            .WithName("ListInteractions")
            .WithSummary("List interactions, newest first")
            .WithDescription(
                "Filters: workflow, from, to, model, prompt_version, segment, country, deployment_id, release, user_id, task_id, trace (its beginning), text (in the preview), questionable, labeled, has_outcome, outcome_min, outcome_max, min_suspicion. Pages: limit up to 500, then next_cursor as cursor."
            );
        api.MapGet("/interactions/{**traceId}", ReadAsync).WithName("ReadInteraction").WithSummary("Read one interaction whole");
    }

    private static async Task<Results<Ok<Page<InteractionRow>>, ProblemHttpResult>> SearchAsync(
        HttpContext context,
        ApiCaller caller,
        InteractionService interactions,
        string? cursor,
        string? limit
    )
    {
        var query = new QueryText();
        var asked = InteractionQuery.Of(context.Request.Query);
        var filter = asked.Read(query);
        var count = query.Limit(limit, 100, InteractionService.MaxPage);
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        try
        {
            return TypedResults.Ok(
                await interactions.SearchAsync(
                    caller,
                    string.IsNullOrWhiteSpace(asked.Workflow) ? null : asked.Workflow,
                    filter,
                    cursor,
                    count,
                    context.RequestAborted
                )
            );
        }
        catch (FormatException)
        {
            return TypedResults.Problem(detail: "cursor is none that this list gave.", statusCode: 400);
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

internal static class InteractionsFeature
{
    public static IServiceCollection AddInteractions(this IServiceCollection services) => services.AddSingleton<InteractionService>();
}
