using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TriageConsole.Security;

namespace TriageConsole.Features.Routing;

/// <summary>Answers from the routing table in memory, without the database. All responses are prepared in advance.</summary>
internal sealed class RoutingEndpoint(RoutingTable table)
{
    public const int LongestUnit = 300;

    /// <summary>Clients revalidate each time. If the server does not respond, the last response stays usable for a day.</summary>
    private const string Caching = "private, max-age=0, stale-if-error=86400";

    public Task AnswerAsync(HttpContext context, string? workflow, string? unit)
    {
        if (string.IsNullOrWhiteSpace(workflow))
            return RefuseAsync(context, 400, "workflow is missing. Set the key of the workflow.");
        if (string.IsNullOrWhiteSpace(unit))
            return RefuseAsync(context, 400, "unit is missing. Set the task or session that the outcome belongs to.");
        if (unit.Length > LongestUnit)
            return RefuseAsync(context, 400, $"unit is longer than {LongestUnit} characters.");
        if (table.Current is not { } routes)
        {
            context.Response.Headers.RetryAfter = "1";
            return RefuseAsync(context, 503, "The routes are not loaded yet. Use your last response.");
        }

        if (!routes.Workflows.TryGetValue((ApiCaller.From(context.User).TenantId, workflow), out var route))
            return RefuseAsync(context, 404, $"There is no workflow '{workflow}' in this tenant.");
        if (route is null)
            return RefuseAsync(
                context,
                404,
                $"The workflow '{workflow}' has no live release. Create and promote a release, or register the version "
                    + $"in its traffic. Until then, serve the current version."
            );
        Answer(context, route.Choose(unit), unit);
        return Task.CompletedTask;
    }

    /// <summary>The fast path: a valid request for a workflow with a live release.</summary>
    public bool TryAnswer(HttpContext context, ApiCaller caller)
    {
        var (workflow, unit) = Question(context.Request.QueryString.Value);
        if (workflow is null || unit is not { Length: <= LongestUnit } || string.IsNullOrWhiteSpace(unit))
            return false;
        if (table.Current is not { } routes || routes.Workflows.GetValueOrDefault((caller.TenantId, workflow)) is not { } route)
            return false;
        Answer(context, route.Choose(unit), unit);
        return true;
    }

    /// <summary>The two parameters; null if one is missing and empty if it is repeated.</summary>
    private static (string? Workflow, string? Unit) Question(string? query)
    {
        var (workflow, unit) = ((string?)null, (string?)null);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var name = pair.DecodeName().Span;
            if (name.Equals("workflow", StringComparison.OrdinalIgnoreCase))
                workflow = workflow is null ? pair.DecodeValue().ToString() : "";
            else if (name.Equals("unit", StringComparison.OrdinalIgnoreCase))
                unit = unit is null ? pair.DecodeValue().ToString() : "";
        }

        return (workflow, unit);
    }

    private static void Answer(HttpContext context, PreparedAnswer answer, string unit)
    {
        var headers = context.Response.Headers;
        headers.ETag = answer.ETag;
        headers.CacheControl = Caching;
        headers.Vary = "Authorization, X-Api-Key";
        if (Matches(context.Request, answer.ETag))
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            Write(context.Response, answer, unit);
    }

    private static void Write(HttpResponse response, PreparedAnswer answer, string unit)
    {
        // A character needs at most three bytes in UTF-8, and an escaped byte at most six.
        Span<byte> raw = stackalloc byte[LongestUnit * 3];
        ReadOnlySpan<byte> text = raw[..Encoding.UTF8.GetBytes(unit, raw)];
        if (JavaScriptEncoder.Default.FindFirstCharacterToEncodeUtf8(text) >= 0)
        {
            var escaped = new byte[text.Length * 6];
            JavaScriptEncoder.Default.EncodeUtf8(text, escaped, out _, out var length);
            text = escaped.AsSpan(0, length);
        }

        var total = answer.Length + text.Length;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = total;
        var body = response.BodyWriter.GetSpan(total);
        answer.BeforeUnit.CopyTo(body);
        text.CopyTo(body[answer.BeforeUnit.Length..]);
        answer.AfterUnit.CopyTo(body[(answer.BeforeUnit.Length + text.Length)..]);
        response.BodyWriter.Advance(total);
    }

    private static bool Matches(HttpRequest request, string etag)
    {
        var asked = request.Headers.IfNoneMatch;
        if (asked.Count == 0)
            return false;
        if (asked.Count == 1 && asked[0] == etag)
            return true;
        // A list, or an ETag that a proxy made weak.
        return EntityTagHeaderValue.TryParseList(asked!, out var tags)
            && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Tag == etag);
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail) => Problems.WriteAsync(context, status, detail);
}
