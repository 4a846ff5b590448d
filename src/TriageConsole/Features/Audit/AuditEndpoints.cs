using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Auditing;
using TriageConsole.Features.Interactions;
using TriageConsole.Security;

namespace TriageConsole.Features.Audit;

internal static class AuditEndpoints
{
    public static void Map(WebApplication app) =>
        app.MapGet("/api/v1/audit", ListAsync)
            .WithTags("Audit log")
            .RequireAuthorization(Policies.ScopeAdmin)
            .WithName("ListAuditLog")
            .WithSummary("List the entries of the tenant in the audit log, newest first")
            .WithDescription(
                "Filters: action; actor (its id, such as person/7); subject (a part of it); from, to (exclusive). For the next page, send "
                    + "next_cursor as cursor; limit is at most 500. Entries of the whole installation, such as sign-ins, are not listed."
            )
            .ProducesProblem(400);

    private static async Task<Results<Ok<Page<AuditAnswer>>, ProblemHttpResult>> ListAsync(
        ApiCaller caller,
        AuditReader reader,
        string? action,
        string? actor,
        string? subject,
        string? from,
        string? to,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var wanted = query.OneOf("action", action, "", AuditActions.All);
        var filter = new AuditFilter(
            wanted.Length == 0 ? null : wanted,
            string.IsNullOrWhiteSpace(actor) ? null : actor.Trim(),
            subject,
            query.Time("from", from),
            query.Time("to", to)
        );
        var count = query.Limit(limit, 100, AuditReader.MaxPage);
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        // A cursor is the number of the last entry of the page before.
        if (ReadCursor(cursor) is not { } before)
            return TypedResults.Problem(detail: "cursor is not a cursor of this list.", statusCode: 400);
        return TypedResults.Ok(await reader.ListAsync(caller, filter, before, count, cancellationToken));
    }

    private static long? ReadCursor(string? cursor) =>
        string.IsNullOrEmpty(cursor) ? long.MaxValue
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}
