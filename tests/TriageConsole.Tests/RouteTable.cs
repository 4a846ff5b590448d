using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using TriageConsole.Data.Access;

namespace TriageConsole.Tests;

internal static class RouteTable
{
    private static readonly RouteAccess Everybody = new RouteAccess.Everybody();
    private static readonly RouteAccess AnyPerson = new RouteAccess.People();
    private static readonly RouteAccess Circuit = new RouteAccess.Circuit();
    private static readonly RouteAccess Lead = new RouteAccess.People(Role.Lead);
    private static readonly RouteAccess LeadOrApprover = new RouteAccess.People(Role.Lead, Role.Approver);
    private static readonly RouteAccess Admin = new RouteAccess.People(Role.Admin);

    private static readonly Dictionary<string, RouteAccess> Routes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GET /healthz"] = Everybody,
        ["GET /theme.css"] = Everybody,
        ["GET /client/v1/triage.js"] = Everybody,
        ["GET /error"] = Everybody,
        ["GET /account/sign-in"] = Everybody,
        ["GET /account/link/{Token}"] = Everybody,
        ["GET /account/denied"] = Everybody,
        ["POST /account/sign-out"] = Everybody,
        ["GET /openapi/v1.json"] = Everybody,
        ["GET /api-reference/{documentName?}"] = Everybody,
        ["GET /api-reference/scalar.js"] = Everybody,
        ["GET /api-reference/scalar.aspnetcore.js"] = Everybody,
        ["GET /api-reference/favicon.svg"] = Everybody,
        ["GET /api/v1/workflows"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/keys"] = new RouteAccess.Keys("admin"),
        ["PUT /api/v1/keys/{key}/limits"] = new RouteAccess.Keys("admin"),
        ["GET /api/v1/workflows/{workflow}/table"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/workflows/{workflow}/table/schedules"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/workflows/{workflow}/table/schedules/{id:long}/files"] = new RouteAccess.Keys("read"),
        ["POST /api/v1/workflows/{workflow}/table/schedules"] = new RouteAccess.Keys("admin"),
        ["PATCH /api/v1/workflows/{workflow}/table/schedules/{id:long}"] = new RouteAccess.Keys("admin"),
        ["POST /api/v1/workflows/{workflow}/table/schedules/{id:long}/run"] = new RouteAccess.Keys("admin"),
        ["DELETE /api/v1/workflows/{workflow}/table/schedules/{id:long}"] = new RouteAccess.Keys("admin"),
        ["GET /api/v1/interactions"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/interactions/{**traceId}"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/queue"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/labels"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/outcomes"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/outcomes/over-time"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/findings"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/health/fields"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/health/unmatched"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/health/data"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/agreement"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/judges"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/disagreements"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/golden"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/datasets"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/datasets/uses"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/datasets/{id:long}/versions"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/datasets/{id:long}/versions/{version}"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/datasets/{id:long}/versions/{version}/verify"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/datasets/{id:long}/versions/{version}/lineage"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/datasets/{id:long}/versions/{version}/export"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/datasets/{id:long}/diff"] = new RouteAccess.Keys("read"),
        ["POST /api/v1/datasets"] = new RouteAccess.Keys("release"),
        ["POST /api/v1/datasets/{id:long}/versions/{version}/rebuild"] = new RouteAccess.Keys("release"),
        ["PUT /api/v1/datasets/{id:long}/aliases/{alias}"] = new RouteAccess.Keys("release"),
        ["POST /api/v1/consent"] = new RouteAccess.Keys("admin"),
        ["GET /datasets"] = Lead,
        ["GET /datasets/{Id:long}"] = Lead,
        ["GET /exports/datasets"] = Lead,
        ["GET /exports/datasets/{id:long}/{version}"] = Lead,
        ["GET /api/v1/failure-rates"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/windows"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/patterns"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/route"] = new RouteAccess.Keys("ingest", "read", "release"),
        ["GET /api/v1/components"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/releases"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/releases/{id:long}"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/releases/{id:long}/difference"] = new RouteAccess.Keys("read"),
        ["POST /api/v1/components"] = new RouteAccess.Keys("release"),
        ["POST /api/v1/releases"] = new RouteAccess.Keys("release"),
        ["POST /api/v1/releases/{id:long}/rollback"] = new RouteAccess.Keys("release"),
        ["GET /api/v1/evaluations/{id:long}"] = new RouteAccess.Keys("read"),
        ["GET /api/v1/evaluations/inputs"] = new RouteAccess.Keys("read"),
        ["POST /api/v1/evaluations"] = new RouteAccess.Keys("release"),
        ["POST /api/v1/evaluations/{id:long}/cancel"] = new RouteAccess.Keys("release"),
        ["GET /api/v1/flags"] = new RouteAccess.Keys("read"),
        ["POST /api/v1/flags/{id:long}/reply"] = new RouteAccess.Keys("label"),
        ["POST /api/v1/flags/{id:long}/resolve"] = new RouteAccess.Keys("label"),
        ["GET /api/v1/comments"] = new RouteAccess.Keys("read"),
        ["POST /api/v1/comments"] = new RouteAccess.Keys("label"),
        ["PUT /api/v1/comments/{id:long}"] = new RouteAccess.Keys("label"),
        ["DELETE /api/v1/comments/{id:long}"] = new RouteAccess.Keys("label"),
        ["POST /api/v1/labels"] = new RouteAccess.Keys("label"),
        ["POST /api/v1/events"] = new RouteAccess.Keys("ingest"),
        ["POST /api/v1/feedback"] = new RouteAccess.Keys("ingest", "feedback"),
        ["POST /v1/traces"] = new RouteAccess.Keys("ingest"),
        ["POST /v1/logs"] = new RouteAccess.Keys("ingest"),
        ["POST /api/public/otel/v1/traces"] = new RouteAccess.Keys("ingest"),
        ["POST /api/public/ingestion"] = new RouteAccess.Keys("ingest", "feedback"),
        ["POST /api/public/scores"] = new RouteAccess.Keys("ingest", "feedback"),
        ["GET /api/public/health"] = Everybody,
        ["GET /"] = AnyPerson,
        ["GET /notices"] = AnyPerson,
        ["GET /account/profile"] = AnyPerson,
        ["GET /account/password"] = AnyPerson,
        ["GET /account/two-factor"] = AnyPerson,
        ["GET /account/code"] = Everybody,
        ["GET /label/{Key}"] = new RouteAccess.People(Role.Labeler, Role.Lead),
        ["GET /calibrate/{Key}"] = new RouteAccess.People(Role.Labeler, Role.Lead),
        ["GET /flags/{Key}"] = Lead,
        ["GET /my-labels"] = new RouteAccess.People(Role.Labeler, Role.Lead),
        ["GET /my-labels/{Id:long}"] = new RouteAccess.People(Role.Labeler, Role.Lead),
        ["GET /my-flags"] = new RouteAccess.People(Role.Labeler, Role.Lead),
        ["GET /not-found"] = AnyPerson,
        ["GET /interactions"] = Lead,
        ["GET /interactions/{**TraceId}"] = Lead,
        ["GET /exports/interactions"] = Lead,
        ["GET /exports/outcomes"] = LeadOrApprover,
        ["GET /exports/queues"] = Lead,
        ["GET /exports/queues/{key}"] = Lead,
        ["GET /exports/golden/{key}"] = AnyPerson,
        ["GET /exports/people"] = Admin,
        ["GET /exports/keys"] = Admin,
        ["GET /exports/tables/{key}"] = Lead,
        ["GET /exports/table-files/{id:long}"] = Lead,
        ["GET /wide/{Key}"] = Lead,
        ["GET /queues"] = Lead,
        ["GET /queues/{Key}"] = Lead,
        ["GET /budget/{Key}"] = Lead,
        ["GET /patterns"] = Lead,
        ["GET /patterns/{Key}"] = Lead,
        ["GET /patterns/{Key}/{Id:long}"] = Lead,
        ["GET /agreement/{Key}"] = Lead,
        ["GET /disagreements/{Key}"] = Lead,
        ["GET /golden/{Key}"] = AnyPerson,
        ["GET /golden/{Key}/{**Trace}"] = AnyPerson,
        ["GET /outcomes"] = LeadOrApprover,
        ["GET /outcomes/{Key}"] = LeadOrApprover,
        ["GET /releases"] = LeadOrApprover,
        ["GET /releases/{Key}"] = LeadOrApprover,
        ["GET /releases/{Key}/{Id:long}"] = LeadOrApprover,
        ["GET /releases/{Key}/settings"] = LeadOrApprover,
        ["GET /health"] = Lead,
        ["GET /workflows"] = Lead,
        ["GET /workflows/{Key}"] = Lead,
        ["GET /rubrics/{Key}"] = Lead,
        ["GET /rubrics/{key}/versions/{number:int}"] = Lead,
        ["GET /evals"] = Lead,
        ["GET /evals/{Run:long}"] = Lead,
        ["GET /evals/inputs/{release:long}"] = Lead,
        ["GET /evaluators/{Key}"] = Lead,
        ["GET /admin/endpoints"] = Admin,
        ["GET /admin/people"] = Admin,
        ["GET /admin/keys"] = Admin,
        ["GET /admin/tenants"] = Admin,
        ["GET /admin/jobs"] = Admin,
        ["GET /admin/redaction"] = Admin,
        ["GET /admin/erasures"] = Admin,
        ["GET /exports/erasures/{id:long}"] = Admin,
        ["POST /api/v1/erasures"] = new RouteAccess.Keys("admin"),
    };

    public static RouteAccess? Find(string method, string pattern) =>
        pattern is "/_blazor" or "/_blazor/negotiate" ? Circuit
        : pattern.StartsWith("/_blazor", StringComparison.Ordinal) ? AnyPerson
        : Routes.GetValueOrDefault($"{method} {pattern}");

    public static bool IsStaticFile(RouteEndpoint endpoint) =>
        // The last line: files of wwwroot that were added after the build are public like the others.
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>()
            is not null
        || endpoint.RoutePattern.RawText!.Contains(":file", StringComparison.Ordinal)
        || endpoint.RoutePattern.RawText!.StartsWith("_framework/", StringComparison.Ordinal)
        || endpoint.RoutePattern.RawText!.StartsWith("/_framework/", StringComparison.Ordinal);

    public static bool IsPage(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
}
