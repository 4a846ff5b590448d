using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TriageConsole.Security;

namespace TriageConsole.Account.Provisioning;

/// <summary>
/// Stands before every SCIM endpoint: checks the token, limits requests and bodies, and writes refusals in the form of the protocol. No
/// parameter is read from the body before it.
/// </summary>
internal sealed class ProvisioningGate(IOptions<ProvisioningOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A group of the largest size with long ids has less.</summary>
    private const long MaxBody = 2 * 1024 * 1024;

    private readonly byte[] token = Hash(options.Value.Token);
    private readonly TokenBucket bucket = new(options.Value.RequestsPerSecond, 2 * options.Value.RequestsPerSecond, time);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!options.Value.IsConfigured)
            return ScimAnswer.Refuse(StatusCodes.Status404NotFound, null, "Provisioning is off. See Provisioning in docs/operating.md.");
        if (!IsKnown(http.Request))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return ScimAnswer.Refuse(StatusCodes.Status401Unauthorized, null, "Send the token of provisioning: Authorization: Bearer …");
        }

        using var lease = bucket.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : TimeSpan.FromSeconds(1);
            http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ScimAnswer.Refuse(StatusCodes.Status429TooManyRequests, null, "Too many requests. Send this one again later.");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MaxBody;
        try
        {
            return await next(context);
        }
        catch (ScimException refusal)
        {
            return ScimAnswer.Refuse(refusal);
        }
        catch (BadHttpRequestException bad)
        {
            return ScimAnswer.Refuse(bad.StatusCode, null, bad.Message);
        }
    }

    public void Dispose() => bucket.Dispose();

    /// <summary>Compares hashes, so that the time says nothing about the token or its length.</summary>
    private bool IsKnown(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization.ToString(), out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(token, Hash(header.Parameter ?? ""));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
