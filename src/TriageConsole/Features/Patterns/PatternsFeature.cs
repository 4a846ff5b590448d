using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Interactions;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

internal static class PatternsFeature
{
    private const int MaxWindows = 2000;

    public static IServiceCollection AddPatterns(this IServiceCollection services)
    {
        services.AddOptions<PatternOptions>().BindConfiguration("Patterns").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<WindowCloser>()
            .AddSingleton<WindowService>()
            .AddSingleton<PatternSearch>()
            .AddSingleton<PatternService>()
            .AddSingleton<IErrorClasses, ErrorClassReader>();
    }

    public static IServiceCollection AddPatternJobs(this IServiceCollection services) => services.AddJob<WindowJob>().AddJob<PatternJob>();

    public static void MapPatterns(this WebApplication app)
    {
        app.MapGet("/api/v1/windows", WindowsAsync)
            .WithTags("Patterns")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadWindows")
            .WithSummary("Five-minute windows of a workflow")
            .WithDescription(
                "Newest first, by event time; from, to (exclusive). Only windows with interactions. error_rate is the "
                    + "share of interactions with an explicit or implicit negative signal. The figures of an open window "
                    + "are from its last close. Paging: limit up to 2000, then next_cursor as to."
            );
        app.MapGet("/api/v1/patterns", PatternsAsync)
            .WithTags("Patterns")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadPatterns")
            .WithSummary("Patterns of a workflow's failures")
            .WithDescription(
                "Ordered by weekly impact. state: new, acknowledged, fixing, fixed or regressed; all=true also lists those no longer found."
            );
    }

    private static async Task<Results<Ok<WindowsAnswer>, ProblemHttpResult>> WindowsAsync(
        ApiCaller caller,
        WindowService windows,
        string? workflow,
        string? from,
        string? to,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var (since, until, count) = (query.Time("from", from), query.Time("to", to), query.Limit(limit, 288, MaxWindows));
        if (string.IsNullOrWhiteSpace(workflow))
            return TypedResults.Problem(detail: "workflow is missing. Set the key of the workflow.", statusCode: 400);
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        return await windows.ListAsync(caller, workflow, since, until, count, cancellationToken) is { } rows
            ? TypedResults.Ok(new WindowsAnswer(workflow, rows, rows.Count == count ? rows[^1].Start.ToString("O") : null))
            : NoWorkflow(workflow);
    }

    private static async Task<Results<Ok<PatternsAnswer>, ProblemHttpResult>> PatternsAsync(
        ApiCaller caller,
        PatternService patterns,
        string? workflow,
        string? state,
        string? all,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var states = Enum.GetValues<PatternState>().ToDictionary(s => JsonNamingPolicy.SnakeCaseLower.ConvertName(s.ToString()));
        var wanted = query.OneOf("state", state, "", states.Keys);
        var every = query.OneOf("all", all, "false", ["true", "false"]) == "true";
        if (string.IsNullOrWhiteSpace(workflow))
            return TypedResults.Problem(detail: "workflow is missing. Set the key of the workflow.", statusCode: 400);
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        return
            await patterns.ListAsync(caller, workflow, wanted.Length == 0 ? null : states[wanted], every, cancellationToken)
                is var (search, rows)
            ? TypedResults.Ok(new PatternsAnswer(workflow, search, rows))
            : NoWorkflow(workflow);
    }

    private static ProblemHttpResult NoWorkflow(string workflow) =>
        TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
}
