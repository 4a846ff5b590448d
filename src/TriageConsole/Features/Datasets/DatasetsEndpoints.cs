using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

internal static class DatasetsEndpoints
{
    private const string Version = "/datasets/{id:long}/versions/{version}";

    public static void MapDatasets(this WebApplication app)
    {
        MapReading(app.MapGroup("/api/v1").WithTags("Datasets").RequireAuthorization(Policies.ScopeRead));
        MapChanges(app.MapGroup("/api/v1").WithTags("Datasets").RequireAuthorization(Policies.ScopeRelease).DisableAntiforgery());
        app.MapPost("/api/v1/consent", ConsentAsync)
            .WithTags("Datasets")
            .RequireAuthorization(Policies.ScopeAdmin)
            .DisableAntiforgery()
            .WithName("SetConsent")
            .WithSummary("Withdraw the consent of an end user to training")
            .WithDescription(
                "From then on the interactions of the user are in no build and no export of a dataset. withdrawn=false gives it again."
            )
            .ProducesProblem(400);
        var files = app.MapGroup("").RequireAuthorization(Policies.Lead).AddEndpointFilter<ExportAudit>().ExcludeFromDescription();
        files.MapGet("/exports/datasets", ListFileAsync);
        files.MapGet("/exports/datasets/{id:long}/{version}", FileAsync);
    }

    private static void MapReading(RouteGroupBuilder read)
    {
        read.MapGet("/datasets", ListAsync).WithName("ListDatasets").WithSummary("List the datasets of the tenant");
        read.MapGet("/datasets/{id:long}/versions", VersionsAsync)
            .WithName("ListDatasetVersions")
            .WithSummary("List the versions of a dataset, the latest first")
            .ProducesProblem(404);
        read.MapGet(Version, VersionAsync)
            .WithName("ReadDatasetVersion")
            .WithSummary("Read a version: policy, counts of each step, splits, warnings")
            .WithDescription("version is a number, an alias, or latest.")
            .ProducesProblem(404);
        read.MapGet(Version + "/verify", VerifyAsync)
            .WithName("VerifyDatasetVersion")
            .WithSummary("Read all rows of a version again and compare them with the manifest")
            .WithDescription(
                "result: same; changed_by_erasure, with the keys of the rows that are withheld; or changed, with the keys of rows with "
                    + "other content."
            )
            .ProducesProblem(404);
        read.MapGet("/datasets/{id:long}/diff", DifferenceAsync)
            .WithName("CompareDatasetVersions")
            .WithSummary("Compare two versions of a dataset")
            .WithDescription("from and to are numbers, aliases, or latest.")
            .ProducesProblem(400)
            .ProducesProblem(404);
        read.MapGet(Version + "/lineage", LineageAsync)
            .WithName("ReadDatasetLineage")
            .WithSummary("Read where a version comes from and what was made from it")
            .ProducesProblem(404);
        read.MapGet(Version + "/export", ExportAsync)
            .AddEndpointFilter<ExportAudit>()
            .WithName("ExportDataset")
            .WithSummary("Export a version")
            .WithDescription(
                "format: chat, preference, evaluation or csv, as the kind of the dataset allows; manifest; croissant (Croissant 1.1); or "
                    + "openlineage (a run event). split selects one split. The same version gives the same bytes. 409: rows are withheld "
                    + "since the build; rebuild the version first."
            )
            .Produces(200, contentType: "application/x-ndjson")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        read.MapGet("/datasets/uses", UsesAsync)
            .WithName("FindDatasetUses")
            .WithSummary("Find the versions with a row of an interaction, and what was made from them")
            .ProducesProblem(400);
    }

    private static void MapChanges(RouteGroupBuilder change)
    {
        change
            .MapPost("/datasets", BuildAsync)
            .WithName("BuildDataset")
            .WithSummary("Build a version of a dataset")
            .WithDescription(
                "Selects interactions by the policy and publishes a version if all checks pass. docs/datasets.md describes the policy. "
                    + "is_new is false if the content is that of an earlier version. 409: the policy selects nothing or too much, or a "
                    + "check failed."
            )
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        change
            .MapPost(Version + "/rebuild", RebuildAsync)
            .WithName("RebuildDataset")
            .WithSummary("Rebuild a version from its manifest, without the rows that are withheld")
            .WithDescription("The new version names this one as its parent. Without withheld rows, the answer is this version.")
            .ProducesProblem(404)
            .ProducesProblem(409);
        change
            .MapPut("/datasets/{id:long}/aliases/{alias}", MoveAliasAsync)
            .WithName("MoveDatasetAlias")
            .WithSummary("Point an alias to a version")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static async Task<Ok<IReadOnlyList<DatasetAnswer>>> ListAsync(
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    )
    {
        var rows = await datasets.ListAsync(DatasetService.AccessOf(caller), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<DatasetAnswer>>([.. rows.Select(DatasetAnswer.Of)]);
    }

    private static async Task<Results<Ok<IReadOnlyList<DatasetVersionRow>>, ProblemHttpResult>> VersionsAsync(
        long id,
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    ) =>
        await datasets.FindAsync(DatasetService.AccessOf(caller), id, cancellationToken) is { } dataset
            ? TypedResults.Ok(dataset.Versions)
            : Error.NotFound("There is no such dataset.").ToProblem();

    private static async Task<Results<Ok<DatasetVersionDetail>, ProblemHttpResult>> VersionAsync(
        long id,
        string version,
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    ) => Answer(await datasets.VersionAsync(DatasetService.AccessOf(caller), id, version, cancellationToken));

    private static async Task<Results<Ok<DatasetVerification>, ProblemHttpResult>> VerifyAsync(
        long id,
        string version,
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    ) => Answer(await datasets.VerifyAsync(DatasetService.AccessOf(caller), id, version, cancellationToken));

    private static async Task<Results<Ok<DatasetDifference>, ProblemHttpResult>> DifferenceAsync(
        long id,
        string? from,
        string? to,
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrWhiteSpace(from) || string.IsNullOrWhiteSpace(to)
            ? Error.Invalid("Name two versions: ?from=1&to=2.").ToProblem()
            : Answer(await datasets.DifferenceAsync(DatasetService.AccessOf(caller), id, from, to, cancellationToken));

    private static async Task<Results<Ok<DatasetLineage>, ProblemHttpResult>> LineageAsync(
        long id,
        string version,
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    ) => Answer(await datasets.LineageAsync(DatasetService.AccessOf(caller), id, version, cancellationToken));

    private static async Task<Results<Ok<IReadOnlyList<DatasetUse>>, ProblemHttpResult>> UsesAsync(
        string? trace_id,
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrWhiteSpace(trace_id) || trace_id.Contains('\0', StringComparison.Ordinal)
            ? Error.Invalid("Name the interaction: ?trace_id=…").ToProblem()
            : TypedResults.Ok(await datasets.UsesAsync(DatasetService.AccessOf(caller), trace_id, cancellationToken));

    private static async Task<Results<Ok<DatasetBuild>, ProblemHttpResult>> BuildAsync(
        BuildDatasetBody body,
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    ) =>
        Answer(
            await datasets.BuildAsync(
                DatasetService.AccessOf(caller),
                caller.TenantKey,
                body.Workflow,
                body.Name,
                body.Policy?.GetRawText(),
                cancellationToken
            )
        );

    private static async Task<Results<Ok<DatasetBuild>, ProblemHttpResult>> RebuildAsync(
        long id,
        string version,
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    ) => Answer(await datasets.RebuildAsync(DatasetService.AccessOf(caller), id, version, cancellationToken));

    private static async Task<Results<Ok<MessageAnswer>, ProblemHttpResult>> MoveAliasAsync(
        long id,
        string alias,
        MoveAliasBody body,
        ApiCaller caller,
        DatasetService datasets,
        CancellationToken cancellationToken
    )
    {
        var result = await datasets.MoveAliasAsync(DatasetService.AccessOf(caller), id, alias, body.Version, cancellationToken);
        return result.Ok ? TypedResults.Ok(new MessageAnswer(result.Message)) : result.Error.ToProblem();
    }

    private static async Task<Results<Ok<MessageAnswer>, ProblemHttpResult>> ConsentAsync(
        ConsentBody body,
        ApiCaller caller,
        ConsentService consent,
        CancellationToken cancellationToken
    )
    {
        var result =
            body.Withdrawn == false
                ? await consent.RestoreAsync(caller, body.UserId, cancellationToken)
                : await consent.WithdrawAsync(caller, body.UserId, cancellationToken);
        return result.Ok ? TypedResults.Ok(new MessageAnswer(result.Message)) : result.Error.ToProblem();
    }

    private static async Task ExportAsync(
        long id,
        string version,
        string? format,
        string? split,
        HttpContext context,
        ApiCaller caller,
        DatasetService datasets
    )
    {
        var query = new QueryParameters();
        var name = query.OneOf("format", format, DatasetFormats.Manifest, DatasetFormats.Names);
        if (query.Problem is { } problem)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        await DatasetExportFile.SendAsync(
            context,
            await datasets.ExportAsync(DatasetService.AccessOf(caller), id, version, name, split, context.RequestAborted)
        );
    }

    private static async Task FileAsync(
        long id,
        string version,
        string? format,
        string? split,
        HttpContext context,
        AccessService people,
        DatasetService datasets
    )
    {
        var access = await people.ForAsync(context.User, context.RequestAborted);
        var name = format ?? DatasetFormats.Manifest;
        await DatasetExportFile.SendAsync(context, await datasets.ExportAsync(access, id, version, name, split, context.RequestAborted));
    }

    private static async Task ListFileAsync(HttpContext context, AccessService people, DatasetService datasets)
    {
        var access = await people.ForAsync(context.User, context.RequestAborted);
        var rows = DatasetColumns.Ordered(await datasets.ListAsync(access, context.RequestAborted), GridQuery.Of(context.Request.Query));
        await CsvDownload.WriteAsync(context, "datasets.csv", DatasetColumns.All, rows.ToAsyncEnumerable());
    }

    private static Results<Ok<T>, ProblemHttpResult> Answer<T>(Result<T> result) =>
        result.Ok ? TypedResults.Ok(result.Value) : result.Error.ToProblem();
}
