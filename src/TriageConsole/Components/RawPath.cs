using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace TriageConsole.Components;

/// <summary>
/// Reads ids from the raw request path and decodes them once. The server's decoding keeps %2F and decodes %25, and the Blazor router
/// decodes before it splits the path. With either, the ids a/b, a%2Fb and a%252Fb cannot be distinguished.
/// </summary>
internal static class RawPath
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The raw path of a request line, without query.</summary>
    public static string Of(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // Proxies can send an absolute URL: http://host/path.
        if (!target.StartsWith('/') && target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
            target = target.IndexOf('/', scheme + 3) is > 0 and var path ? target[path..] : "/";
        return WithoutQuery(target);
    }

    public static string WithoutQuery(string address) => address.IndexOfAny(['?', '#']) is >= 0 and var end ? address[..end] : address;

    /// <summary>Decodes percent encoding once. Null if the result is not UTF-8 or contains a NUL; ids never contain one.</summary>
    public static string? Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        var bytes = new byte[Strict.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (
                text[at] == '%'
                && at + 2 < text.Length
                && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            )
            {
                if (value == 0)
                    return null;
                bytes[length++] = value;
                at += 2;
            }
            else if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                length += Strict.GetBytes(text, at++, 2, bytes, length);
            }
            else if (char.IsSurrogate(text[at]))
            {
                return null;
            }
            else
            {
                length += Strict.GetBytes(text, at, 1, bytes, length);
            }
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>
    /// The values of the parameters of a route pattern in a raw path. Null if the path does not match the pattern. A catch-all matches at
    /// least one character and includes literal slashes.
    /// </summary>
    public static Dictionary<string, object?>? Match(RoutePattern pattern, string path)
    {
        var sent = path.TrimStart('/').Split('/');
        // Like the server, ignore a trailing slash unless the pattern has a catch-all.
        if (sent.Length == pattern.PathSegments.Count + 1 && sent[^1].Length == 0 && !pattern.PathSegments.Any(IsCatchAll))
            sent = sent[..^1];
        if (pattern.PathSegments.Count == 0)
            return sent is [] or [""] ? [] : null;
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < pattern.PathSegments.Count; at++)
        {
            if (IsLeftOut(pattern, sent, at))
                return values;
            if (at >= sent.Length || pattern.PathSegments[at].Parts is not [var part])
                return null;
            var isLast = at == pattern.PathSegments.Count - 1;
            var rest = isLast && IsCatchAll(pattern.PathSegments[at]);
            if (isLast && !rest && sent.Length > pattern.PathSegments.Count)
                return null;
            if (Decode(rest ? string.Join('/', sent[at..]) : sent[at]) is not { Length: > 0 } text)
                return null;
            if (part is RoutePatternLiteralPart literal)
            {
                if (!literal.Content.Equals(text, StringComparison.OrdinalIgnoreCase))
                    return null;
            }
            else if (part is not RoutePatternParameterPart parameter || !Take(parameter, text, values))
            {
                return null;
            }
        }

        return values;
    }

    /// <summary>Whether a pattern has text parameters, all of them whole segments: only these can contain an id.</summary>
    public static bool HoldsText(RoutePattern pattern) =>
        pattern.Parameters.Any(p => p.ParameterPolicies.Count == 0) && pattern.PathSegments.All(s => s.IsSimple);

    private static bool IsLeftOut(RoutePattern pattern, string[] sent, int at) =>
        at == pattern.PathSegments.Count - 1
        && pattern.PathSegments[at].Parts is [RoutePatternParameterPart { IsOptional: true }]
        && (at >= sent.Length || sent[at].Length == 0);

    private static bool IsCatchAll(RoutePatternPathSegment segment) => segment.Parts is [RoutePatternParameterPart { IsCatchAll: true }];

    private static bool Take(RoutePatternParameterPart parameter, string text, Dictionary<string, object?> values)
    {
        switch (parameter.ParameterPolicies)
        {
            case []:
                values[parameter.Name] = text;
                return true;
            case [{ Content: "long" }]
                when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                values[parameter.Name] = number;
                return true;
            case [{ Content: "int" }] when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                values[parameter.Name] = number;
                return true;
            default:
                return false;
        }
    }
}
