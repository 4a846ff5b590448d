using System.Globalization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace TriageConsole.Security;

/// <summary>
/// Rejects requests that no endpoint can process: URLs with NUL or invalid UTF-8, and API bodies with an unsupported charset or
/// compression. Done here once, because the problem can occur in every query parameter and path.
/// </summary>
internal static class RequestChecks
{
    public static IApplicationBuilder UseRequestChecks(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                // The error page is executed at the same URL.
                if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                    return next(context);
                if (!IsReadable(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
                    return RefuseAsync(
                        context,
                        StatusCodes.Status400BadRequest,
                        "The URL contains a NUL character or bytes that are not UTF-8."
                    );
                if (Problems.IsApi(context) && WrongBody(context.Request) is { } wrong)
                    return RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, wrong);
                return next(context);
            }
        );

    /// <summary>Whether the percent-encoded bytes are UTF-8 without NUL.</summary>
    internal static bool IsReadable(string target)
    {
        if (!target.Contains('%', StringComparison.Ordinal))
            return true;
        var run = new byte[target.Length / 3];
        for (var i = 0; i < target.Length; i++)
        {
            var length = 0;
            for (
                ;
                i + 2 < target.Length
                    && target[i] == '%'
                    && byte.TryParse(target.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
                i += 3
            )
            {
                if (value == 0)
                    return false;
                run[length++] = value;
            }

            if (!Utf8.IsValid(run.AsSpan(0, length)))
                return false;
        }

        return true;
    }

    private static string? WrongBody(HttpRequest request)
    {
        if (
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && HeaderUtilities.RemoveQuotes(type.Charset).Value is { Length: > 0 } charset
            && charset.ToLowerInvariant() is not ("utf-8" or "utf8" or "us-ascii")
        )
            return $"The charset '{charset}' is not supported. Send UTF-8.";
        var encodings = request.Headers.ContentEncoding.SelectMany(e =>
            (e ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        );
        return encodings.FirstOrDefault(e => e.ToLowerInvariant() is not ("gzip" or "x-gzip" or "identity")) is { } other
            ? $"The content encoding '{other}' is not supported. Send the body uncompressed or as gzip."
            : null;
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail)
    {
        if (Problems.AreWanted(context))
            return Problems.WriteAsync(context, status, detail);
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
