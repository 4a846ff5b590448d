using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

internal static class RedactionFeature
{
    public static IServiceCollection AddRedaction(this IServiceCollection services) =>
        services
            .AddSingleton<KeyHashing>()
            .AddSingleton<SubjectKeys>()
            .AddSingleton<RawTextStore>()
            .AddSingleton<RawTextReader>()
            .AddSingleton<RedactionSettingsService>()
            .AddSingleton<PrivacyEventReader>()
            .AddSingleton<ErasureService>();

    public static IServiceCollection AddRedactionJobs(this IServiceCollection services) => services.AddJob<RawTextsJob>();

    public static void MapRedaction(this WebApplication app)
    {
        app.MapPost("/api/v1/erasures", EraseAsync)
            .WithTags("Redaction")
            .RequireAuthorization(Policies.ScopeAdmin)
            .WithName("EraseUser")
            .WithSummary("Erase an end user")
            .WithDescription(
                "Removes the texts of a user of the tenant from all tables, and destroys the keys of encrypted texts. Counts stay. The "
                    + "response is the certificate. It cannot be undone."
            )
            .ProducesProblem(400);
        app.MapGet("/exports/erasures/{id:long}", CertificateAsync)
            .RequireAuthorization(Policies.Admin)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
        app.MapGet("/exports/privacy", ExportAsync)
            .RequireAuthorization(Policies.Admin)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
    }

    private static async Task ExportAsync(HttpContext context, AccessService people, PrivacyEventReader reader)
    {
        var query = context.Request.Query;
        var access = await people.ForAsync(context.User, context.RequestAborted);
        var rows = reader.ReadAsync(access, PrivacyEventFilter.Of(query), GridQuery.Of(query), context.RequestAborted);
        await CsvDownload.WriteAsync(context, "privacy-events.csv", PrivacyEventColumns.All, rows);
    }

    private static async Task<Results<Ok<ErasureCertificate>, ProblemHttpResult>> EraseAsync(
        ErasureRequest request,
        ApiCaller caller,
        ErasureService erasures,
        CancellationToken cancellationToken
    )
    {
        var result = await erasures.EraseAsync(caller, request.UserId ?? "", request.Reason ?? "", cancellationToken);
        return result.Ok ? TypedResults.Ok(result.Value) : result.Error.ToProblem();
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> CertificateAsync(
        long id,
        HttpContext context,
        AccessService people,
        ErasureService erasures
    )
    {
        var access = await people.ForAsync(context.User, context.RequestAborted);
        return await erasures.CertificateAsync(access, id, context.RequestAborted) is { } json
            ? TypedResults.File(System.Text.Encoding.UTF8.GetBytes(json), "application/json", $"erasure-{id}.json")
            : TypedResults.NotFound();
    }
}
