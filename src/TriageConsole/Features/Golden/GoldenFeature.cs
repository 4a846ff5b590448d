using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Redaction;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

internal static class GoldenFeature
{
    public static IServiceCollection AddGolden(this IServiceCollection services) =>
        services
            .AddSingleton<IErasurePart, GoldenErasure>()
            .AddSingleton<GoldenReader>()
            .AddSingleton<GoldenExport>()
            .AddSingleton<GoldenService>()
            .AddSingleton<GoldenAnswers>()
            .AddSingleton<GoldenCreation>()
            .AddSingleton<IGoldenCreator>(s => s.GetRequiredService<GoldenCreation>())
            .AddSingleton<GoldenCoverageService>()
            .AddSingleton<CalibrationService>()
            .AddSingleton<IHiddenChecks, HiddenChecks>()
            .AddSingleton<GoldenReminders>();

    public static void MapGolden(this WebApplication app)
    {
        GoldenListExport.Map(app);
        app.MapGet("/api/v1/golden", ListAsync)
            .WithTags("Golden")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadGolden")
            .WithSummary("A workflow's golden set")
            .WithDescription(
                "All current items: expected answers by criterion, expected output, owner, version and due "
                    + "date. Retired items are left out."
            );
    }

    private static async Task<Results<Ok<GoldenAnswer>, ProblemHttpResult>> ListAsync(
        ApiCaller caller,
        GoldenExport golden,
        string? workflow,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(workflow))
            return TypedResults.Problem(detail: "Name the workflow: ?workflow=…", statusCode: 400);
        var items = await golden.ListAsync(caller, workflow, cancellationToken);
        return items is null
            ? TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404)
            : TypedResults.Ok(new GoldenAnswer(workflow, items));
    }

    public static IServiceCollection AddGoldenJobs(this IServiceCollection services) => services.AddJob<GoldenReminderJob>();
}
