using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Retrieval;

internal static class RetrievalEndpoints
{
    private const int StandardLimit = 100;
    private const int MaxLimit = 1000;

    public static void MapRetrieval(this WebApplication app)
    {
        var read = app.MapGroup("/api/v1").WithTags("Retrieval").RequireAuthorization(Policies.ScopeRead);
        read.MapGet("/workflows/{workflow}/retrieval", ReadAsync)
            .WithName("ReadRetrieval")
            .WithSummary("Read what retrieved documents are worth")
            .WithDescription(
                "Per document, source and index snapshot: how often it was retrieved, cited and clicked, and the outcome with and without "
                    + "it at the same positions. From the latest 20,000 interactions of the period, which has at most 90 days and is the "
                    + "last 28 days by default. limit: number of documents."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);
        read.MapGet("/workflows/{workflow}/retrieval/pairs", PairsAsync)
            .AddEndpointFilter<ExportAudit>()
            .WithName("ExportRetrievalPairs")
            .WithSummary("Export the training set of a reranker")
            .WithDescription(
                "NDJSON: one line per query and document that was clicked or cited, with the weight 1/propensity of its rank. 409: there "
                    + "are too few clicks and citations for weights, or none with consent to training."
            )
            .Produces(200, contentType: "application/x-ndjson")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        app.MapPost("/api/v1/workflows/{workflow}/retrieval/filters", FilterAsync)
            .WithTags("Retrieval")
            .RequireAuthorization(Policies.ScopeRelease)
            .DisableAntiforgery()
            .WithName("CreateRetrievalFilter")
            .WithSummary("Create a draft of a release that leaves documents out")
            .WithDescription(
                "Based on the live release, with a retrieval_config named document-filter. 409: no filter is proposed for a document, or "
                    + "the live release leaves all of them out already."
            )
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        app.MapGet("/exports/retrieval/{key}", DownloadAsync)
            .RequireAuthorization(Policies.Lead)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
    }

    private static async Task<Results<Ok<RetrievalAnswer>, ProblemHttpResult>> ReadAsync(
        string workflow,
        string? from,
        string? to,
        string? limit,
        ApiCaller caller,
        RetrievalService retrieval,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var documents = query.Limit(limit, StandardLimit, MaxLimit);
        var span = Span(query, from, to, time);
        if (!span.Ok)
            return span.Error.ToProblem();
        var view = await retrieval.ReadAsync(caller, workflow, span.Value, cancellationToken);
        return view.Ok ? TypedResults.Ok(RetrievalAnswer.Of(view.Value, documents)) : view.Error.ToProblem();
    }

    private static async Task PairsAsync(
        string workflow,
        string? from,
        string? to,
        HttpContext context,
        ApiCaller caller,
        TrainingPairs pairs,
        TimeProvider time
    )
    {
        var span = Span(new QueryParameters(), from, to, time);
        await DatasetExportFile.SendAsync(
            context,
            span.Ok ? await pairs.OpenAsync(caller, workflow, span.Value, context.RequestAborted) : span.Error
        );
    }

    private static async Task<Results<Ok<FilterDraft>, ProblemHttpResult>> FilterAsync(
        string workflow,
        FilterBody body,
        ApiCaller caller,
        RetrievalFilters filters,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var span = Span(new QueryParameters(), body.From, body.To, time);
        if (!span.Ok)
            return span.Error.ToProblem();
        var draft = await filters.CreateAsync(caller, workflow, span.Value, body.Documents, cancellationToken);
        return draft.Ok ? TypedResults.Ok(draft.Value) : draft.Error.ToProblem();
    }

    /// <summary>The training set for the time of the page.</summary>
    private static async Task DownloadAsync(
        string key,
        string? tenant,
        string? days,
        HttpContext context,
        AccessService people,
        WorkflowDirectory workflows,
        TrainingPairs pairs,
        TimeProvider time
    )
    {
        var access = await people.ForAsync(context.User, context.RequestAborted);
        var workflow = key.Contains('\0', StringComparison.Ordinal)
            ? null
            : await workflows.FindAsync(access, Role.Lead, key, tenant, context.RequestAborted);
        var span = RetrievalTime.Last(RetrievalPage.DaysOf(days), time.GetUtcNow());
        await DatasetExportFile.SendAsync(
            context,
            workflow is null
                ? Error.NotFound("There is no such workflow, or you do not lead it.")
                : await pairs.OpenAsync(access, workflow, span, context.RequestAborted)
        );
    }

    private static Result<RetrievalTime> Span(QueryParameters query, string? from, string? to, TimeProvider time)
    {
        var (start, end) = (query.Time("from", from), query.Time("to", to));
        return query.Problem is { } problem ? Error.Invalid(problem) : RetrievalTime.Between(start, end, time.GetUtcNow());
    }
}
