using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Security;

namespace TriageConsole.Features.Tables;

internal static class TableScheduleEndpoints
{
    private const string Path = "/workflows/{workflow}/table/schedules";

    public static void MapTableSchedules(this WebApplication app)
    {
        var read = app.MapGroup("/api/v1").WithTags("Wide table").RequireAuthorization(Policies.ScopeRead);
        read.MapGet(Path, ListAsync)
            .WithName("ListTableSchedules")
            .WithSummary("List the scheduled exports of the wide table")
            .ProducesProblem(404);
        read.MapGet(Path + "/{id:long}/files", FilesAsync)
            .WithName("ListTableFiles")
            .WithSummary("List the files of a scheduled export, the latest first")
            .WithDescription("All files that are kept. They are in the store of exports.")
            .ProducesProblem(404);
        var change = app.MapGroup("/api/v1").WithTags("Wide table").RequireAuthorization(Policies.ScopeAdmin).DisableAntiforgery();
        change
            .MapPost(Path, CreateAsync)
            .WithName("CreateTableSchedule")
            .WithSummary("Schedule an export of the wide table")
            .WithDescription("The first file is written within a minute. 409: no store for exports is configured, or there are 20 exports.")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        change
            .MapPatch(Path + "/{id:long}", ChangeAsync)
            .WithName("ChangeTableSchedule")
            .WithSummary("Change, pause or resume a scheduled export")
            .WithDescription(
                "A missing value stays as it is. Files that exist do not change. What was missed during a pause is not written."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);
        change
            .MapPost(Path + "/{id:long}/run", RunAsync)
            .WithName("RunTableSchedule")
            .WithSummary("Write a file of the latest complete days within a minute")
            .Produces(202)
            .ProducesProblem(404);
        change
            .MapDelete(Path + "/{id:long}", DeleteAsync)
            .WithName("DeleteTableSchedule")
            .WithSummary("Delete a scheduled export with its files")
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static async Task<Results<Ok<IReadOnlyList<TableScheduleAnswer>>, ProblemHttpResult>> ListAsync(
        string workflow,
        ApiCaller caller,
        TableScheduleApi schedules,
        CancellationToken cancellationToken
    )
    {
        var result = await schedules.ListAsync(caller, workflow, cancellationToken);
        return result.Ok ? TypedResults.Ok(result.Value) : result.Error.ToProblem();
    }

    private static async Task<Results<Ok<IReadOnlyList<TableExportRow>>, ProblemHttpResult>> FilesAsync(
        string workflow,
        long id,
        ApiCaller caller,
        TableScheduleApi schedules,
        CancellationToken cancellationToken
    )
    {
        var result = await schedules.FilesAsync(caller, workflow, id, cancellationToken);
        return result.Ok ? TypedResults.Ok(result.Value) : result.Error.ToProblem();
    }

    private static async Task<Results<Created<TableScheduleAnswer>, ProblemHttpResult>> CreateAsync(
        string workflow,
        TableScheduleBody body,
        ApiCaller caller,
        TableScheduleApi schedules,
        CancellationToken cancellationToken
    )
    {
        var result = await schedules.CreateAsync(caller, workflow, body, cancellationToken);
        return result.Ok ? TypedResults.Created((string?)null, result.Value) : result.Error.ToProblem();
    }

    private static async Task<Results<Ok<TableScheduleAnswer>, ProblemHttpResult>> ChangeAsync(
        string workflow,
        long id,
        TableScheduleBody body,
        ApiCaller caller,
        TableScheduleApi schedules,
        CancellationToken cancellationToken
    )
    {
        var result = await schedules.ChangeAsync(caller, workflow, id, body, cancellationToken);
        return result.Ok ? TypedResults.Ok(result.Value) : result.Error.ToProblem();
    }

    private static async Task<Results<StatusCodeHttpResult, ProblemHttpResult>> RunAsync(
        string workflow,
        long id,
        ApiCaller caller,
        TableScheduleApi schedules,
        CancellationToken cancellationToken
    )
    {
        var result = await schedules.RunAsync(caller, workflow, id, cancellationToken);
        return result.Ok ? TypedResults.StatusCode(StatusCodes.Status202Accepted) : result.Error.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string workflow,
        long id,
        ApiCaller caller,
        TableScheduleApi schedules,
        CancellationToken cancellationToken
    )
    {
        var result = await schedules.DeleteAsync(caller, workflow, id, cancellationToken);
        return result.Ok ? TypedResults.NoContent() : result.Error.ToProblem();
    }
}
