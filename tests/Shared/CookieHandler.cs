using System.Net;

namespace TriageConsole.Tests.Shared;

/// <summary>
/// Keeps cookies as a browser does, but until the server deletes them: their end is by the clock of the app, which a test can set, and the
/// container compares it with the clock of the machine.
/// </summary>
internal sealed class CookieHandler(CookieContainer cookies)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (cookies.GetCookieHeader(address) is { Length: > 0 } sent)
            request.Headers.TryAddWithoutValidation("Cookie", sent);
        var response = await base.SendAsync(request, cancellationToken);
        foreach (var set in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
            cookies.SetCookies(address, WithoutEnd(set));
        return response;
    }

    private static string WithoutEnd(string set)
    {
        var parts = set.Split(';');
        var isDeleted = parts[0].EndsWith('=');
        return isDeleted ? set : string.Join(';', parts.Where(p => !IsEnd(p.Trim())));
    }

    private static bool IsEnd(string part) =>
        part.StartsWith("expires=", StringComparison.OrdinalIgnoreCase) || part.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase);
}
