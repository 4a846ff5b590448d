using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Rubrics;

internal static class RubricsFeature
{
    public static void MapRubrics(this WebApplication app) =>
        app.MapGet("/rubrics/{key}/versions/{number:int}", ExportAsync).RequireAuthorization(Policies.Lead).ExcludeFromDescription();

    /// <summary>Exports a version as JSON, for example to import it into another workflow.</summary>
    private static async Task<IResult> ExportAsync(
        string key,
        int number,
        string? tenant,
        HttpContext context,
        AccessService people,
        RubricDraftService drafts,
        WorkflowDirectory directory,
        CancellationToken cancellationToken
    )
    {
        var access = await people.ForAsync(context.User, cancellationToken);
        var workflow = await directory.FindAsync(access, Role.Lead, key, tenant, cancellationToken);
        var rubric = workflow is null ? null : await drafts.VersionAsync(access, workflow, number, cancellationToken);
        return rubric is null
            ? Results.NotFound()
            : Results.File(System.Text.Encoding.UTF8.GetBytes(rubric.ToJson()), "application/json", $"{key}.rubric.{number}.json");
    }

    public static IServiceCollection AddRubrics(this IServiceCollection services) =>
        services.AddSingleton<RubricService>().AddSingleton<RubricDraftService>();
}
