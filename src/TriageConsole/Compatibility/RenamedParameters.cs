using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using TriageConsole.Security;

namespace TriageConsole.Compatibility;

/// <summary>
/// Maps renamed query parameters of the API. Old names are accepted for one version. The response reports them in a Warning header, and the
/// log reports each name once.
/// </summary>
internal static partial class RenamedParameters
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["questionable"] = "needs_review",
        ["min_suspicion"] = "min_suspicion_score",
    };

    public static IApplicationBuilder UseRenamedParameters(this IApplicationBuilder app)
    {
        var warned = new ConcurrentDictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("TriageConsole.Api");
        return app.Use(
            (context, next) =>
            {
                if (Problems.IsApi(context) && context.Request.Query.Keys.Where(Names.ContainsKey).ToList() is { Count: > 0 } old)
                    Rename(context, old, logger, warned);
                return next(context);
            }
        );
    }

    private static void Rename(HttpContext context, List<string> old, ILogger logger, ConcurrentDictionary<string, bool> warned)
    {
        var query = new Dictionary<string, StringValues>(context.Request.Query, StringComparer.OrdinalIgnoreCase);
        foreach (var name in old)
        {
            query.TryAdd(Names[name], query[name]);
            context.Response.Headers.Append("Warning", $"299 - \"The parameter {name} is now {Names[name]}\"");
            if (warned.TryAdd(name, true))
                Renamed(logger, name, Names[name]);
        }

        context.Request.Query = new QueryCollection(query);
    }

    [LoggerMessage(41, LogLevel.Warning, "The API parameter {Old} is now {New}; the old name is accepted for one version")]
    private static partial void Renamed(ILogger logger, string old, string @new);
}
