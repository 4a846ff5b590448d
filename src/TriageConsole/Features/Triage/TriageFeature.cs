using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Interactions;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Triage;

internal static class TriageFeature
{
    public static IServiceCollection AddTriage(this IServiceCollection services)
    {
        services.AddOptions<TriageOptions>().BindConfiguration("Triage").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IIngestStage, TriageStage>()
            .AddSingleton<QueueService>()
            .AddSingleton<QueueList>()
            .AddSingleton<QueueAssignments>()
            .AddSingleton<IInteractionRequests>(s => s.GetRequiredService<QueueService>())
            .AddSingleton<SamplingService>()
            .AddSingleton<RankingService>();
    }

    public static IServiceCollection AddTriageJobs(this IServiceCollection services) => services.AddJob<TriageJob>();

    public static void MapTriage(this WebApplication app)
    {
        QueueExports.Map(app);
        app.MapGet("/api/v1/queue", ListAsync)
            .WithTags("Queue")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadQueue")
            .WithSummary("Read a workflow's queue")
            .WithDescription(
                "Open items in the order in which labelers get them, with priority and reason. Filters: source, segment, "
                    + "pattern (the id of a pattern). "
                    + "For the next page, send next_cursor as cursor; limit is at most 500."
            );
    }

    private static async Task<Results<Ok<Page<QueueRow>>, ProblemHttpResult>> ListAsync(
        HttpContext context,
        ApiCaller caller,
        QueueService queue,
        string? workflow,
        string? source,
        string? segment,
        string? pattern,
        string? cursor,
        string? limit
    )
    {
        var query = new QueryParameters();
        var count = query.Limit(limit, 100, QueueService.MaxPage);
        var sources = Enum.GetValues<QueueSource>().ToDictionary(s => InteractionService.Word(s).Replace(' ', '_'));
        var wanted = query.OneOf("source", source, "", sources.Keys);
        var patternId = query.Id("pattern", pattern);
        if (string.IsNullOrWhiteSpace(workflow))
            return TypedResults.Problem(detail: "workflow is missing. It is the key of the workflow of the queue.", statusCode: 400);
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        try
        {
            var filter = new QueueFilter(
                wanted.Length == 0 ? null : sources[wanted],
                string.IsNullOrWhiteSpace(segment) ? null : segment,
                patternId
            );
            return await queue.ListAsync(caller, workflow, filter, cursor, count, context.RequestAborted) is { } page
                ? TypedResults.Ok(page)
                : TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
        }
        catch (FormatException)
        {
            return TypedResults.Problem(detail: "cursor is not a cursor of this list.", statusCode: 400);
        }
    }
}
