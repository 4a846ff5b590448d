using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;
using TriageConsole.Security;

namespace TriageConsole.Features.Routing;

/// <summary>Answers from the table alone: no database, and no work that could be done before the request came.</summary>
internal sealed class RoutingEndpoint(RoutingTable table)
{
    public const int LongestUnit = 300;

    /// <summary>Ask each time; where nobody answers, the last answer will do for a day.</summary>
    private const string Caching = "private, max-age=0, stale-if-error=86400";

    public Task AnswerAsync(HttpContext context, string? workflow, string? unit)
    {
        if (string.IsNullOrWhiteSpace(workflow)) return RefuseAsync(context, 400, "workflow is missing: name the workflow whose release to serve.");
        if (string.IsNullOrWhiteSpace(unit)) return RefuseAsync(context, 400, "unit is missing: name what the outcome will belong to, a task or a session.");
        if (unit.Length > LongestUnit) return RefuseAsync(context, 400, $"unit is longer than {LongestUnit} characters.");
        if (table.Current is not { } routes)
        {
            context.Response.Headers.RetryAfter = "1";
            return RefuseAsync(context, 503, "The routes could not be read yet. Serve what you served last.");
        }

        if (!routes.Workflows.TryGetValue((ApiCaller.From(context.User).TenantId, workflow), out var route)) return RefuseAsync(context, 404, $"There is no workflow '{workflow}' in this tenant.");
        if (route is null) return RefuseAsync(context, 404, $"The workflow '{workflow}' has no live release. Make a release of its components, or adopt the one that its traffic names, and promote it; until then serve what you serve now.");
        Answer(context, route.Choose(unit), unit);
        return Task.CompletedTask;
    }

    private static void Answer(HttpContext context, PreparedAnswer answer, string unit)
    {
        var headers = context.Response.Headers;
        headers.ETag = answer.ETag;
        headers.CacheControl = Caching;
        headers.Vary = "Authorization, X-Api-Key";
        if (Matches(context.Request, answer.ETag)) context.Response.StatusCode = StatusCodes.Status304NotModified;
        else Write(context.Response, answer, unit);
    }

    private static void Write(HttpResponse response, PreparedAnswer answer, string unit)
    {
        // No character needs more than three bytes, and none of those bytes more than six when escaped.
        var raw = ArrayPool<byte>.Shared.Rent(LongestUnit * 3);
        var escaped = ArrayPool<byte>.Shared.Rent(LongestUnit * 3 * 6);
        var count = Encoding.UTF8.GetBytes(unit, raw);
        JavaScriptEncoder.Default.EncodeUtf8(raw.AsSpan(0, count), escaped, out _, out var length);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = answer.Length + length;
        var body = response.BodyWriter;
        body.Write(answer.BeforeUnit);
        body.Write(escaped.AsSpan(0, length));
        body.Write(answer.AfterUnit);
        ArrayPool<byte>.Shared.Return(raw);
        ArrayPool<byte>.Shared.Return(escaped);
    }

    private static bool Matches(HttpRequest request, string etag)
    {
        var asked = request.Headers.IfNoneMatch;
        if (asked.Count == 0) return false;
        if (asked.Count == 1 && asked[0] == etag) return true;
        // A list, or one that a proxy made weak.
        return EntityTagHeaderValue.TryParseList(asked!, out var tags) && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Tag == etag);
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail) => Problems.WriteAsync(context, status, detail);
}
